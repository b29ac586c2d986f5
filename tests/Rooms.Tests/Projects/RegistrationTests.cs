using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Projects;

public sealed class RegistrationTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_project_is_declared_with_its_people_and_told_to_the_other_rooms(string engine)
    {
        using var repository = new TestRepository();
        string commit = repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        var listener = new Listener();
        await using TestWorld world = await TestWorld.StartAsync(
            ProjectWorlds.Options with { Rooms = s => { ProjectWorlds.Options.Rooms(s); s.AddSingleton<IProjectListener>(listener).AddSingleton<IHeadListener>(listener); } }, engine);

        JsonNode? project = await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        project.Text("name").ShouldBe("late");
        project.Text("commit").ShouldBe(commit);
        project.Text("branch").ShouldBe("main");
        project.Text("cadence").ShouldBe("7d");

        IReadOnlyList<LedgerEvent> events = await world.EventsAsync(project: "late");
        LedgerEvent declared = events[0];
        declared.Type.ShouldBe("project.declared");
        declared.Data.Text("owner").ShouldBe("sim:ada");
        declared.Data.Text("profile").ShouldBe("team");
        declared.Data.Text("commit").ShouldBe(commit);
        declared.Subject.Digest.ShouldBe(project.Text("file_digest"));
        declared.Data["apps"]!.AsArray().Count.ShouldBe(1);
        declared.Data["declares"]!.AsArray().Where(d => d.Text("kind") == "environment").Select(d => (d.Text("name"), d.Text("role")))
            .ShouldBe([("dev", "train"), ("test", "test"), ("production", "production")]);
        events.Skip(1).ShouldAllBe(e => e.Type == "role.granted" && e.Cause.Single() == declared.Id);
        events.Skip(1).Select(e => $"{e.Data.Text("person")} {e.Data.Text("role")}").Order()
            .ShouldBe(["sim:ada data-scientist", "sim:ada owner", "sim:ben software-engineer", "sim:cem software-engineer"]);
        listener.Heard.ShouldBe(["declared late", $"moved  {commit}"]);

        // Registered again, nothing changes.
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.OK, new { repository = repository.Path, branch = "main" });
        (await world.EventsAsync(project: "late")).Count.ShouldBe(events.Count);
        JsonNode? list = await world.Http.SendAsync("GET", "/api/v1/projects", HttpStatusCode.OK);
        list!["items"]!.AsArray().Count.ShouldBe(1);
        (await world.Http.GetStringAsync("/api/v1/projects/late/file")).ShouldBe(ProjectWorlds.File);
        JsonNode? environments = await world.Http.SendAsync("GET", "/api/v1/projects/late/environments", HttpStatusCode.OK);
        environments!.AsArray().Select(e => e.Text("role")).ShouldBe(["train", "test", "production"]);
    }

    [Theory]
    [InlineData("project:\n  name: late\n  ownr: ada\n", "project.ownr", 3, "owner")]
    [InlineData("project: Late Flights\n", "project", 1, null)]
    [InlineData("steps: {}\n", "", 1, null)]
    [InlineData("project: late\nsuites:\n  app-unit: {run: make test, report: out.txt, area: app}\n", "suites.app-unit.report", 3, null)]
    public async Task A_faulty_file_is_refused_by_line_and_column_and_nothing_changes(string text, string path, int line, string? suggestion)
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", text).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        JsonNode? problem = await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.BadRequest, new { repository = repository.Path });
        JsonNode fault = problem!["faults"]!.AsArray().First(f => f.Text("path").StartsWith(path, StringComparison.Ordinal))!;
        fault.Text("file").ShouldBe("cairn.yaml");
        fault["line"]!.GetValue<int>().ShouldBe(line);
        fault["column"]!.GetValue<int>().ShouldBeGreaterThan(0);
        if (suggestion is not null) fault.Text("suggestion").ShouldBe(suggestion);
        (await world.EventsAsync()).Count.ShouldBe(1);
        Directory.GetDirectories(Path.Combine(world.Directory, "repositories", ".incoming")).ShouldBeEmpty();
        (await world.Http.SendAsync("GET", "/api/v1/projects", HttpStatusCode.OK))!["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_or_linked_file_an_empty_repository_and_an_unknown_branch_are_refused()
    {
        using var without = new TestRepository();
        without.Write("README.md", "nothing here").Commit("first");
        using var linked = new TestRepository();
        File.CreateSymbolicLink(Path.Combine(linked.Path, "cairn.yaml"), "/etc/passwd");
        linked.Commit("first");
        using var empty = new TestRepository();
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        foreach (TestRepository repository in new[] { without, linked })
        {
            JsonNode? problem = await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.BadRequest, new { repository = repository.Path });
            problem!["faults"]!.AsArray().Count.ShouldBe(1);
            problem.ToJsonString().ShouldNotContain("root:");
        }
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.UnprocessableEntity, new { repository = empty.Path });
        JsonNode? branch = await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.UnprocessableEntity, new { repository = without.Path, branch = "absent" });
        branch.Text("detail").ShouldContain("no such branch");
    }

    [Fact]
    public async Task A_name_belongs_to_one_repository()
    {
        using var first = new TestRepository();
        first.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        using var second = new TestRepository();
        second.Write("cairn.yaml", ProjectWorlds.File).Commit("other");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = first.Path });
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Conflict, new { repository = second.Path });
        (await world.Get<IRepositories>().FetchAsync("late")).ShouldBe(first.Head);
    }

    [Fact]
    public async Task A_listener_that_throws_leaves_nothing_behind()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        var listener = new Listener { Refuses = true };
        await using TestWorld world = await TestWorld.StartAsync(
            ProjectWorlds.Options with { Rooms = s => { ProjectWorlds.Options.Rooms(s); s.AddSingleton<IProjectListener>(listener); } });
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.InternalServerError, new { repository = repository.Path });
        (await world.EventsAsync()).Count.ShouldBe(1);
        listener.Refuses = false;
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
    }

    private sealed class Listener : IProjectListener, IHeadListener
    {
        public List<string> Heard { get; } = [];

        public bool Refuses { get; set; }

        public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared)
        {
            if (Refuses) throw new InvalidOperationException("not now");
            Heard.Add($"declared {project.Name}");
        }

        public void Moved(SqlSession transaction, ProjectView project, string? from) => Heard.Add($"moved {from} {project.Commit}");
    }
}
