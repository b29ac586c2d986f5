using Cairn.Platform.Web;
using Cairn.Server;

namespace Cairn.Rooms.Tests.Surface;

/// <summary>The server with everything that <c>Program.cs</c> puts into it, in process.</summary>
internal static class WholeServer
{
    public static Task<TestWorld> StartAsync() => TestWorld.StartAsync(new TestWorldOptions { Rooms = Add, Middleware = Use, Routes = Map });

    private static void Add(IServiceCollection services)
    {
        services.AddCairnWeb().AddLedgerTopics();
        services.AddRooms().AddServingPlane().AddApiDescription();
    }

    private static void Use(IApplicationBuilder app)
    {
        app.UseCairnWeb();
        app.UseRouting();
        app.UseRooms();
    }

    private static void Map(WebApplication app)
    {
        app.MapCairnWeb();
        app.MapRooms();
        app.MapOpenApi();
    }
}
