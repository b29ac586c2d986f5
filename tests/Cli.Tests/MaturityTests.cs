using System.Net;
using System.Text.Json;
using Cairn.Contracts.Maturity;

namespace Cairn.Cli.Tests;

public sealed class MaturityTests
{
    private const string Route = "GET /api/v1/projects/p/maturity";
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly CapabilityDto Registry = new(
        "model-registry", "Models are registered", "technology", "objects and technology", 2, 1, "must", CapabilityStatus.Grace, 10, "15 days old", "the audit is 15 days old, limit 14",
        Now.AddDays(-1), Now.AddDays(19), 3, true, "last 1 probe[of = registry] : ok = true", [new("last 1 probe[of = registry] : ok = true", true, 1, "1 of last 1", null)],
        [new("probe", "probe-7", Now.AddDays(-15), 3)], new("A registry", "Audited", "The registry", "An audit passes", "cairn maturity model-registry", 1, 2, 0, []));

    private static readonly AssessmentDto Assessment = new(
        "p", Now, "real", false, "team", "team", [], "1.0.0", "sha256:model", "sha256:statuses",
        [
            new("microsoft", "Microsoft 2020", 2, 4, "Automated Training", new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), 0, 2, 0, false, Now.AddDays(19), "model-registry", new(3, "Automated Model Deployment", 2, 24, 55.5, 6, Now.AddDays(6), ["a", "b"])),
            new("google", "Google", 2, 2, "CI/CD pipeline automation", null, 0, 2, 0, false, null, null, null),
        ],
        [Registry], [new("serve", null, "ben", null)]);

    [Fact]
    public async Task The_summary_says_level_gap_work_and_waiting()
    {
        var run = await Session.RunAsync(new FakeServer().On(Route + "?as_of=2026-01-05", Json(Assessment)), "maturity -p p --as-of 2026-01-05", tty: true);

        run.Code.ShouldBe(0);
        run.Out.ShouldBe("""
            p  as of 2026-01-05  team profile  model 1.0.0
            Microsoft 2020  2 of 4  Automated Training  since 2026-01-02  until 2026-01-24 (model-registry)  next: 2 missing, 24-55.5 days work, 6 days waiting
            Google          2 of 2  CI/CD pipeline automation
            at risk  model-registry  the audit is 15 days old, limit 14  drops 2026-01-24  (Cairn's own job)
            red      serve  has no live monitor

            """, StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public async Task One_capability_is_explained_and_all_are_listed()
    {
        var server = new FakeServer().On(Route + "/model-registry", Json(Registry)).On(Route, Json(Assessment));

        (await Session.RunAsync(server, "maturity model-registry -p p")).Out.ShouldContain("ok  1 of last 1  <-  last 1 probe[of = registry] : ok = true");
        (await Session.RunAsync(server, "maturity -p p --all")).Out.ShouldContain("GRACE           10/10  2/1    model-registry");
        (await Session.RunAsync(server, "maturity -p p --json")).Out.ShouldContain("\"statuses_digest\": \"sha256:statuses\"");
    }

    [Fact]
    public async Task The_gate_holds_where_the_server_refuses()
    {
        const string Refused = """{"status":409,"title":"Conflict","detail":"This ledger records a simulated world: no gate passes on it.","code":"simulated-world"}""";
        var server = new FakeServer().On(Route, Json(Assessment with { World = "simulated" })).On(Route + "/gate?level=2", Refused, HttpStatusCode.Conflict).On(Route + "/gate?level=1", """{"ok":true}""");

        var held = await Session.RunAsync(server, "maturity -p p --gate 2");
        held.Code.ShouldBe(1);
        held.Out.ShouldContain("SIMULATED WORLD");
        held.Error.ShouldContain("no gate passes on it");
        (await Session.RunAsync(server, "maturity -p p --gate 1")).Code.ShouldBe(0);
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Wire);
}
