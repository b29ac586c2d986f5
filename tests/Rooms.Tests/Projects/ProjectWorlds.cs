using Cairn.Identity;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Projects;

/// <summary>Worlds with Identity and Projects, and small project files.</summary>
internal static class ProjectWorlds
{
    public const string File = """
        project:
          name: late
          owner: sim:ada
          purpose: say which flights are late
          profile: team
          cadence: 7d
          apps: [board]
          people:
            data-scientist: [sim:ada]
            software-engineer: [sim:ben, sim:cem]
        environments: {dev: {}, test: {}, production: {protected: true}}
        """;

    public static TestWorldOptions Options { get; } = new()
    {
        Rooms = s => s.AddIdentity().AddProjects(),
        Middleware = a => a.UseIdentity(),
        Routes = a => { a.MapIdentity(); a.MapProjects(); },
    };

    public static TestWorldOptions Real { get; } = Options with { SimulatedClock = null, Rooms = s => s.AddIdentity().AddProjects(new ProjectsOptions { SyncCron = "0 0 1 1 *" }) };
}
