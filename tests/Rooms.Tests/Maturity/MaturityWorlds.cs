using System.Net;
using Cairn.Identity;
using Cairn.Maturity;
using Cairn.Platform.Web;
using Cairn.Projects;
using Cairn.Rooms.Tests.Projects;

namespace Cairn.Rooms.Tests.Maturity;

/// <summary>Worlds with the maturity room, and one registered project of three simulated people.</summary>
internal static class MaturityWorlds
{
    public const string Base = "/api/v1/projects/late";

    public static TestWorldOptions Options { get; } = ProjectWorlds.Options with
    {
        Rooms = s => s.AddCairnWeb().AddIdentity().AddProjects().AddMaturity(),
        Middleware = a => a.UseCairnWeb().UseIdentity(),
        Routes = a =>
        {
            a.MapCairnWeb();
            a.MapIdentity();
            a.MapProjects();
            a.MapMaturity();
        },
    };

    public static async Task<TestWorld> StartAsync(TestRepository repository, TestWorldOptions? options = null, string engine = TestEngines.Sqlite, string? file = null)
    {
        repository.Write("cairn.yaml", file ?? ProjectWorlds.File).Commit("first");
        TestWorld world = await TestWorld.StartAsync(options ?? Options, engine);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path, branch = "main" });
        await world.QuietAsync();
        return world;
    }
}
