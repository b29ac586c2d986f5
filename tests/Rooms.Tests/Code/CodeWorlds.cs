using System.Net;
using Cairn.Code;
using Cairn.Compute;
using Cairn.Contracts.Ledger;
using Cairn.Identity;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Code;

/// <summary>Worlds that watch a repository whose suites and builds are shell lines.</summary>
internal static class CodeWorlds
{
    public const string File = """
        project: {name: late, owner: sim:ada, apps: [board], people: {data-scientist: [sim:ada], software-engineer: [sim:ben]}}
        code: {app: ["board/**"], scoring: ["score/**", "tests/score/**"]}
        suites:
          scoring-unit: {run: "sh tests/score/run.sh", report: out/junit.xml, area: scoring}
          app-unit: {run: "cp board/report.xml report.trx", report: report.trx, area: app}
        builds:
          package: {run: "mkdir -p dist && cp score/*.sql dist/ && echo \"$CAIRN_COMMIT\" >/dev/null", out: dist, area: scoring}
          board: {run: "cp board/main.txt board.bin", out: board.bin, area: app}
        """;

    public const string Junit = "<testsuites><testsuite tests=\"9\"><testcase classname=\"score\" name=\"one\"/><testcase name=\"two\"/><testcase name=\"three\"><skipped/></testcase></testsuite></testsuites>";

    public const string Trx = """<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results><UnitTestResult testName="a" outcome="Passed"/></Results></TestRun>""";

    public static TestWorldOptions With(Listener listener) => new()
    {
        Rooms = s => s.AddIdentity().AddProjects().AddCompute().AddCode().AddSingleton<ICodeListener>(listener),
        Middleware = a => a.UseIdentity(),
        Routes = a => { a.MapIdentity(); a.MapProjects(); a.MapCode(); },
    };

    /// <summary>A repository whose suites pass.</summary>
    public static TestRepository Repository()
    {
        var repository = new TestRepository();
        repository.Write("cairn.yaml", File).Write("score/query.sql", "select 1\n").Write("board/main.txt", "v1").Write("board/report.xml", Trx)
            .Write("tests/score/junit.xml", Junit).Write("tests/score/run.sh", "mkdir -p out && cp tests/score/junit.xml out/junit.xml\n");
        repository.Commit("first", "sim:ada <ada@example.org>");
        return repository;
    }

    public static async Task RegisterAsync(TestWorld world, TestRepository repository)
    {
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path, branch = "main" });
        await world.QuietAsync();
    }

    public static async Task SyncAsync(TestWorld world)
    {
        await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.OK);
        await world.QuietAsync();
    }

    /// <summary>Remembers the changes it was told of.</summary>
    internal sealed class Listener : ICodeListener
    {
        public List<ChangeView> Heard { get; } = [];

        public void Checked(SqlSession transaction, ChangeView change, LedgerEvent merged)
        {
            merged.Type.ShouldBe("change.merged");
            lock (Heard) Heard.Add(change);
        }
    }
}
