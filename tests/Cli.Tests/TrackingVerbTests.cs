namespace Cairn.Cli.Tests;

/// <summary>Verbs of runs and models: cards, leaderboard, sheets, and runs that were kept on disk.</summary>
public sealed class TrackingVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_card_is_Markdown_or_JSON()
    {
        var server = new FakeServer()
            .On("GET /api/v1/projects/p/models/delay/versions/14/card/markdown", "# delay v14\n")
            .On("GET /api/v1/projects/p/models/delay/versions/14/card", """{"owner":"ada"}""");

        (await Session.RunAsync(server, "models card delay/14 -p p")).Out.ShouldBe("# delay v14\n");
        (await Session.RunAsync(server, "models card delay/14 -p p --markdown")).Out.ShouldBe("# delay v14\n");
        (await Session.RunAsync(server, "models card delay/14 -p p --json")).Out.ShouldContain("\"owner\": \"ada\"");
        (await Session.RunAsync(server, "models card delay/14 -p p --json --markdown")).Code.ShouldBe(2);
        var wrong = await Session.RunAsync(server, "models card delay -p p");
        (wrong.Code, wrong.Error.Contains("delay/14", StringComparison.Ordinal)).ShouldBe((2, true));
    }

    [Fact]
    public async Task A_part_of_a_card_is_written_and_shown()
    {
        const string route = "/api/v1/projects/p/models/delay/versions/production/card/risks";
        var server = new FakeServer().On("POST " + route, "{}").On("GET " + route, """{"items":[{"number":1,"text":"night"}]}""");

        var run = await Session.RunAsync(server, "models describe delay/production risks --text night -p p");

        run.Code.ShouldBe(0, run.Error);
        server.Bodies[0].ShouldBe("""{"text":"night"}""");
        run.Out.ShouldContain("night");
    }

    [Fact]
    public async Task The_leaderboard_says_by_what_and_what_was_left_out()
    {
        var server = new FakeServer().On("GET /api/v1/projects/p/runs/leaderboard?limit=50&goal=max&on=d1", """
            {"metric":"auc","best":"max","on":"d1","data":"flights","named":false,"items":[{"place":1,"run":"brisk-gull","value":0.75,"behind":0,"user":"ada","started_at":"2026-01-10T11:00:00Z"}],
             "left_out":[{"reason":"it has no auc","count":3,"runs":["a"]}]}
            """);

        var run = await Session.RunAsync(server, "runs leaderboard --goal max --on d1 -p p", tty: true);

        run.Code.ShouldBe(0, run.Error);
        run.Out.ShouldContain("brisk-gull  0.7500");
        run.Error.ShouldContain("max auc, on flights d1, which most runs share; the project names none");
        run.Error.ShouldContain("left out 3: it has no auc");
    }

    [Fact]
    public async Task A_workbook_is_sent_with_its_sheet()
    {
        var file = Path.Combine(_folder, "results.xlsx");
        File.WriteAllText(file, "PK");
        var server = new FakeServer().On("POST /api/v1/projects/p/runs/import?origin=results.xlsx&sheet=Trials", """{"imported":2}""");

        var run = await Session.RunAsync(server, $"runs import {file} --sheet Trials -p p");

        (run.Code, run.Out).ShouldBe((0, "imported\t2\n"));
        (await Session.RunAsync(server, $"runs import {file}x -p p")).Code.ShouldBe(2);
        (await Session.RunAsync(server, $"models import {file}x -p p")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_is_tagged_deleted_and_brought_back_and_an_alias_set_and_taken_away()
    {
        const string run = "/api/v1/projects/p/runs/gull", alias = "/api/v1/projects/p/models/delay/aliases/candidate";
        var server = new FakeServer().On($"POST {run}/tags", "{}").On($"DELETE {run}", "").On($"POST {run}/restore", """{"name":"gull"}""").On($"PUT {alias}", """{"number":14}""").On($"DELETE {alias}", "");

        foreach (var words in new[] { "runs tag gull a=1 b= c=x=y --delete d", "runs delete gull", "runs restore gull", "models alias delay/14 candidate", "models alias delay candidate --delete" })
        {
            (await Session.RunAsync(server, words + " -p p")).Code.ShouldBe(0, words);
        }

        server.Bodies[0].ShouldBe("""{"tags":{"a":"1","b":"","c":"x=y","d":null}}""");
        server.Bodies[3].ShouldBe("""{"version":"14"}""");
        foreach (var wrong in new[] { "runs tag gull", "runs tag gull word", "models alias delay candidate" })
        {
            (await Session.RunAsync(server, wrong + " -p p")).Code.ShouldBe(2, wrong);
        }
    }

    [Fact]
    public async Task A_version_is_registered_tagged_and_deleted_and_so_is_a_model()
    {
        const string model = "/api/v1/projects/p/models/delay", version = model + "/versions/14";
        var server = new FakeServer().On($"POST {model}/versions", """{"model":"delay","number":14}""").On($"POST {version}/tags", """{"team":"ops"}""").On($"POST {model}/tags", "{}").On($"DELETE {version}", "").On($"DELETE {model}", "");

        var made = await Session.RunAsync(server, "models register delay --run gull --path model --description deeper -p p", tty: true);
        made.Error.ShouldContain("registered version 14; cairn models alias delay/14 candidate");
        (await Session.RunAsync(server, "models tag delay/14 team=ops --delete old -p p --json")).Out.ShouldContain("\"team\": \"ops\"");
        foreach (var words in new[] { "models register delay --logged-model m-1", "models tag delay a=b", "versions delete delay 14", "versions delete delay/14", "models delete delay" })
        {
            (await Session.RunAsync(server, words + " -p p")).Code.ShouldBe(0, words);
        }

        server.Bodies.Take(4).ShouldBe(["""{"run":"gull","path":"model","description":"deeper"}""", """{"tags":{"team":"ops","old":null}}""", """{"logged_model":"m-1"}""", """{"tags":{"a":"b"}}"""]);
        foreach (var wrong in new[] { "versions delete delay", "models tag delay/14", "models tag delay/ a=b", "models tag delay word" })
        {
            (await Session.RunAsync(server, wrong + " -p p")).Code.ShouldBe(2, wrong);
        }
    }

    [Fact]
    public async Task Files_of_a_run_go_out_and_come_in_under_their_folders()
    {
        const string files = "/api/v1/projects/p/runs/gull/artifacts";
        var (file, fetched) = (Path.Combine(_folder, "roc.txt"), Path.Combine(_folder, "again.txt"));
        File.WriteAllText(file, "points");
        var server = new FakeServer().On($"PUT {files}/plots/roc%23a.txt", """{"path":"plots/roc#a.txt"}""").On($"PUT {files}/roc.txt", "{}").On($"GET {files}/plots/roc%23a.txt", "points ü");

        (await Session.RunAsync(server, $"runs artifacts put gull {file} --path plots/roc#a.txt -p p")).Out.ShouldContain("plots/roc#a.txt");
        (await Session.RunAsync(server, $"runs artifacts put gull {file} -p p")).Code.ShouldBe(0);
        server.Bodies.ShouldBe(["points", "points"]);
        (await Session.RunAsync(server, "runs artifacts get gull plots/roc#a.txt --out - -p p")).Out.ShouldBe("points ü");
        (await Session.RunAsync(server, $"runs artifacts get gull plots/roc#a.txt --out {fetched} -p p")).Code.ShouldBe(0);
        File.ReadAllText(fetched).ShouldBe("points ü");
        (await Session.RunAsync(server, $"runs artifacts put gull {file}x -p p")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task What_still_waits_on_disk_fails_the_replay()
    {
        (await Session.RunAsync(new FakeServer(), $"runs replay {_folder}")).Code.ShouldBe(0);
        File.WriteAllText(Path.Combine(_folder, "notes.cairnrun"), "somebody's notes");

        var run = await Session.RunAsync(new FakeServer(), $"runs replay {_folder}");

        run.Code.ShouldBe(1);
        run.Out.ShouldContain("is not a buffer of a run");
        (await Session.RunAsync(new FakeServer(), $"runs replay {_folder}/none")).Code.ShouldBe(2);
    }
}
