using System.Net;

namespace Cairn.Cli.Tests;

public sealed class VerbTests
{
    [Fact]
    public async Task The_only_project_need_not_be_named()
    {
        var server = new FakeServer()
            .On("GET /api/v1/projects?limit=100", """{"items":[{"name":"flight delay"}]}""")
            .On("GET /api/v1/projects/flight%20delay/models/m%2F1", """{"name":"m/1"}""");

        var run = await Session.RunAsync(server, "models show m/1");

        run.Code.ShouldBe(0);
        run.Out.ShouldBe("name\tm/1\n");
    }

    [Fact]
    public async Task A_copy_of_the_data_plane_takes_no_token_from_the_command_line()
    {
        var run = await Session.RunAsync(new FakeServer(), "serve --snapshot https://cairn.example.org --log log --token cairn_secret");

        run.Code.ShouldBe(2);
        run.Error.ShouldContain("CAIRN_TOKEN");
        run.Error.ShouldNotContain("cairn_secret");
    }

    [Fact]
    public async Task A_look_at_the_repository_says_which_roles_wait_and_how_they_are_given()
    {
        var server = new FakeServer().On("POST /api/v1/projects/late/sync", """{"commit":"abc","moved":true,"declared":true,"waiting":[{"person":"person:cem","role":"data-engineer","asked":["data-engineer","owner"]}]}""");

        var run = await Session.RunAsync(server, "projects sync late");

        run.Code.ShouldBe(0, run.Error);
        run.Error.ShouldContain("not in force until data-engineer or owner gives it: cairn people grant --project late --person person:cem --role data-engineer");
    }

    [Fact]
    public async Task A_role_is_taken_from_somebody()
    {
        var server = new FakeServer().On("DELETE /api/v1/projects/late/people/person%3Acem/roles/data-engineer", "");

        (await Session.RunAsync(server, "people revoke person:cem data-engineer -p late")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_projects_one_must_be_named()
    {
        var server = new FakeServer().On("GET /api/v1/projects?limit=100", """{"items":[{"name":"a"},{"name":"b"}]}""");

        var run = await Session.RunAsync(server, "models show m");

        run.Code.ShouldBe(2);
        run.Error.ShouldContain("a, b");
    }

    [Fact]
    public async Task Token_and_project_come_from_the_environment_and_words_win()
    {
        var environment = new Dictionary<string, string> { ["CAIRN_PROJECT"] = "env", ["CAIRN_TOKEN"] = "secret" };
        var server = new FakeServer().On("GET /api/v1/projects/env/models/m", "{}").On("GET /api/v1/projects/said/models/m", "{}");

        await Session.RunAsync(server, "models show m", environment: environment);
        await Session.RunAsync(server, "models show m -p said --token other", environment: environment);

        server.Asked.ShouldBe(["GET /api/v1/projects/env/models/m", "GET /api/v1/projects/said/models/m"]);
        server.Authorizations.ShouldBe(["Bearer secret", "Bearer other"]);
    }

    [Fact]
    public async Task An_act_sends_its_fields_as_json()
    {
        var server = new FakeServer().On("POST /api/v1/projects/p/releases", """{"id":"r-1","state":"validating"}""", HttpStatusCode.Created);

        await Session.RunAsync(server, "releases start -p p --model delay --version 14 --env test --reason try");

        server.Bodies.Single().ShouldBe("""{"model":"delay","version":14,"env":"test","reason":"try"}""");
    }

    [Theory]
    [InlineData("""{"verified":true,"events":12}""", 0)]
    [InlineData("""{"verified":false,"fault_at":7}""", 1)]
    [InlineData("""{"events":12}""", 1)]
    public async Task Verifying_fails_unless_the_ledger_is_said_to_be_whole(string answer, int code)
    {
        var run = await Session.RunAsync(new FakeServer().On("GET /api/v1/ledger/verify", answer), "ledger verify");

        run.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Logs_of_the_newest_run_are_read_to_its_end()
    {
        const string Run = "GET /api/v1/projects/p/pipeline-runs/7";
        var server = new FakeServer()
            .On("GET /api/v1/projects/p/pipeline-runs?limit=1", """{"items":[{"number":7}]}""")
            .On(Run, """{"number":7,"steps":[{"step":"join"}]}""")
            .On(Run, """{"number":7,"finished_at":"2026-01-10T11:19:00Z","steps":[{"step":"join"}]}""")
            .On($"{Run}/steps/join/log?offset=0", "one\n")
            .On($"{Run}/steps/join/log?offset=4", "two\n");

        var run = await Session.RunAsync(server, "logs -f -p p");

        run.Out.ShouldBe("one\ntwo\n");
        run.Error.ShouldBe("== join\n");
    }

    [Fact]
    public async Task Each_attempt_and_each_part_of_a_step_is_read_to_its_end()
    {
        const string Run = "GET /api/v1/projects/p/pipeline-runs/7", Fit = $"{Run}/steps/fit", Each = $"{Run}/steps/each";
        var server = new FakeServer()
            .On(Run, """{"number":7,"steps":[{"step":"made","state":"cached","attempt":0},{"step":"fit","state":"running","attempt":1},{"step":"each","state":"running","attempt":1}]}""")
            .On(Run, """{"number":7,"finished_at":"2026-01-10T11:19:00Z","steps":[{"step":"made","state":"cached","attempt":0},{"step":"fit","state":"succeeded","attempt":3},{"step":"each","state":"succeeded","attempt":1}]}""")
            .On($"{Fit}/log?offset=0&attempt=1", "first")
            .On($"{Fit}/log?offset=5&attempt=1", " try\n")
            .On($"{Fit}/log?offset=0&attempt=2", "second\n")
            .On($"{Fit}/log?offset=0&attempt=3", "third\n")
            .On($"{Each}/log?offset=0&attempt=1", "")
            .On($"{Each}/parts?limit=100", """{"items":[{"step":"each:eu","state":"succeeded","attempt":1},{"step":"each:us","state":"running","attempt":1},{"step":"each:mars","state":"waiting","attempt":0}]}""")
            .On($"{Each}/parts?limit=100", """{"items":[{"step":"each:eu","state":"succeeded","attempt":1},{"step":"each:us","state":"succeeded","attempt":1},{"step":"each:mars","state":"cached","attempt":0}]}""")
            .On($"{Run}/steps/each%3Aeu/log?offset=0&attempt=1", "eu\n")
            .On($"{Run}/steps/each%3Aus/log?offset=0&attempt=1", "")
            .On($"{Run}/steps/each%3Aus/log?offset=0&attempt=1", "us\n");

        var run = await Session.RunAsync(server, "logs 7 -f -p p");

        run.Out.ShouldBe("firsteu\n try\nsecond\nthird\nus\n");
        run.Error.ShouldBe("== fit\n== each:eu\n== fit\n== each:us\n");
        server.Asked.Count(a => a.Contains("%3Aeu", StringComparison.Ordinal)).ShouldBe(1, "what has ended is read once");
        server.Asked.ShouldNotContain(a => a.Contains("/fit/parts", StringComparison.Ordinal), "what writes itself has no parts");
    }

    [Fact]
    public async Task An_earlier_attempt_is_read_where_there_is_one()
    {
        const string Run = "GET /api/v1/projects/p/pipeline-runs/7";
        var server = new FakeServer()
            .On(Run, """{"number":7,"finished_at":"2026-01-10T11:19:00Z","steps":[{"step":"make","state":"succeeded","attempt":1},{"step":"fit","state":"succeeded","attempt":2}]}""")
            .On($"{Run}/steps/make/parts?limit=100", """{"items":[]}""")
            .On($"{Run}/steps/fit/log?offset=0&attempt=2", "second\n")
            .On($"{Run}/steps/fit/log?offset=0&attempt=1", "first\n");

        (await Session.RunAsync(server, "logs 7 --step fit -p p")).Out.ShouldBe("second\n");
        (await Session.RunAsync(server, "logs 7 --step fit --attempt 1 -p p")).Out.ShouldBe("first\n");
        (await Session.RunAsync(server, "logs 7 --attempt 2 -p p")).Out.ShouldBe("second\n");
        (await Session.RunAsync(server, "logs 7 --attempt 0 -p p")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task Why_is_told_of_a_part_too()
    {
        const string Run = "GET /api/v1/projects/p/pipeline-runs/7";
        var server = new FakeServer().On(Run, """{"number":7,"steps":[{"step":"train","state":"succeeded"}]}""")
            .On($"{Run}/steps/train/parts?limit=100", """{"items":[{"step":"train:0","why":"new"},{"step":"train:1","why":"params: depth 6 to 8"}]}""");

        (await Session.RunAsync(server, "why train:1 --run 7 -p p")).Out.ShouldContain("why\tparams: depth 6 to 8");
        (await Session.RunAsync(server, "why train:9 --run 7 -p p")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_source_without_partitions_is_released_and_looked_at_by_its_name_alone()
    {
        const string Data = "/api/v1/projects/p/data/carriers";
        var server = new FakeServer().On($"POST {Data}/accept", "{}").On($"GET {Data}/failed", "{}").On($"POST {Data}/arrivals/2001-07-01/accept", "{}").On($"GET {Data}/arrivals/2001-07-01/failed", "{}");

        foreach (var words in new[] { "data accept carriers --reason known", "data failed carriers", "data accept carriers 2001-07-01 --reason known", "data failed carriers 2001-07-01" })
        {
            (await Session.RunAsync(server, words + " -p p")).Code.ShouldBe(0, words);
        }

        server.Bodies.ShouldBe(["""{"reason":"known"}""", "", """{"reason":"known"}""", ""]);
    }

    [Fact]
    public async Task Why_tells_what_changed()
    {
        var server = new FakeServer().On("GET /api/v1/projects/p/pipeline-runs/7", """{"number":7,"steps":[{"step":"train","state":"succeeded","why":"params: depth 6 to 8"}]}""");

        var found = await Session.RunAsync(server, "why train --run #7 -p p");
        var lost = await Session.RunAsync(server, "why trian --run 7 -p p");

        found.Out.ShouldContain("why\tparams: depth 6 to 8");
        (lost.Code, lost.Error).ShouldBe((2, "error: run #7 has no step 'trian'\n  did you mean train?\n"));
    }

    [Fact]
    public async Task Why_tells_in_which_image_it_ran()
    {
        const string Run = "GET /api/v1/projects/p/pipeline-runs/7";
        var server = new FakeServer().On(Run, """{"number":7,"steps":[{"step":"train","state":"succeeded","image":"cairn:1@sha256:abc"},{"step":"judge","image":null}]}""");

        (await Session.RunAsync(server, "why train --run 7 -p p")).Out.ShouldContain("image\tcairn:1@sha256:abc");
        (await Session.RunAsync(server, "why judge --run 7 -p p")).Out.ShouldNotContain("image");
    }

    [Fact]
    public async Task A_reproduction_may_be_let_drift()
    {
        var server = new FakeServer().On("POST /api/v1/projects/p/reproductions", """{"number":9}""");

        (await Session.RunAsync(server, "reproduce 7 --allow-drift --detach -p p")).Code.ShouldBe(0);
        (await Session.RunAsync(server, "reproduce 7 --detach -p p")).Code.ShouldBe(0);

        server.Bodies.ShouldBe(["""{"of":"7","allow_drift":true}""", """{"of":"7"}"""]);
    }

    [Fact]
    public async Task A_run_is_followed_to_its_end_with_one_line_for_each_change()
    {
        const string Address = "GET /api/v1/projects/p/pipeline-runs/128?wait=0.2";
        var server = new FakeServer()
            .On("POST /api/v1/projects/p/pipeline-runs", """{"id":"01H","number":128,"state":"queued"}""")
            .On(Address, """{"state":"running","steps":[{"step":"join","state":"cached"},{"step":"train","state":"running"}]}""")
            .On(Address, """{"state":"failed","finished_at":"2026-01-10T11:19:00Z","steps":[{"step":"join","state":"cached"},{"step":"train","state":"failed","duration_ms":1500,"failure":"exit code 1"}]}""");

        var run = await Session.RunAsync(server, "run train -p p --no-cache --param depth=6");

        run.Code.ShouldBe(1);
        run.Out.ShouldBe("#128\tfailed\n");
        run.Error.Split('\n').Select(line => line.Trim()).ShouldBe(
            ["ok  join          cached", ">>  train         running", "xx  train         failed  1.5 s  exit code 1", ""]);
        server.Bodies[0].ShouldBe("""{"target":"train","params":{"depth":6},"no_cache":true}""");
    }

    [Fact]
    public async Task A_row_is_asked_for_with_typed_values()
    {
        var server = new FakeServer().On("POST /endpoints/delay/invocations", """{"predictions":[0.25]}""");

        await Session.RunAsync(server, "predict delay hour=17 distance=12.5 origin=ORD late=true");

        server.Bodies.Single().ShouldBe("""{"dataframe_records":[{"hour":17,"distance":12.5,"origin":"ORD","late":true}]}""");
    }

    [Fact]
    public async Task Compare_shows_only_what_differs()
    {
        var server = new FakeServer()
            .On("GET /api/v1/projects/p/runs/a", """{"params":{"depth":"8","eta":"0.1"},"metrics":{"auc":0.70}}""")
            .On("GET /api/v1/projects/p/runs/b", """{"params":{"depth":"6","eta":"0.1"},"metrics":{"auc":0.71}}""");

        var run = await Session.RunAsync(server, "runs compare a b -p p");

        run.Out.ShouldBe("KIND\tNAME\ta\tb\nparam\tdepth\t8\t6\nmetric\tauc\t0.70\t0.71\n");
    }

    [Fact]
    public async Task Exported_events_are_json_lines()
    {
        var server = new FakeServer().On("GET /api/v1/ledger/events?type=run.finished&limit=500", """{"items":[{"id":"A"},{"id":"B"}],"next":null}""");

        var run = await Session.RunAsync(server, "ledger export --type run.finished");

        run.Out.ShouldBe("{\"id\":\"A\"}\n{\"id\":\"B\"}\n");
    }
}
