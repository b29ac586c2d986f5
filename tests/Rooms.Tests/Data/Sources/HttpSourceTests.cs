using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data.Sources;

public sealed class HttpSourceTests
{
    [Fact]
    public async Task What_did_not_change_is_not_brought_again()
    {
        string tag = "\"a\"", body = "x\n1\n";
        int bodies = 0;
        await using TestWeb web = await TestWeb.StartAsync((_, app) => app.MapGet("/t.csv", (HttpContext http) =>
        {
            http.Response.Headers.ETag = tag;
            if (http.Request.Headers.IfNoneMatch == tag) return Results.StatusCode(304);
            bodies++;
            return Results.Text(body, "text/csv");
        }));
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"{web.Url}/t.csv\", every: new}}\n", TestWeb.Trusting);
        await world.AdvanceToAsync(1, 1);
        await world.AdvanceToAsync(1, 5);
        (await world.ArrivalsAsync()).ShouldHaveSingleItem().State.ShouldBe(ArrivalState.Accepted);
        int before = bodies;
        (tag, body) = ("\"b\"", "x\n1\n2\n");
        await world.AdvanceToAsync(1, 6);
        (await world.KnownAsync()).ShouldHaveSingleItem().Rows.ShouldBe(2);
        bodies.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task The_secret_goes_to_the_host_it_is_for_and_to_no_other()
    {
        await using TestWeb other = await TestWeb.StartAsync((_, app) => app.MapGet("/t.csv", () => Results.Text("x\n1\n", "text/csv")));
        await using TestWeb web = await TestWeb.StartAsync((_, app) =>
        {
            app.MapGet("/plain.csv", () => Results.Text("x\n1\n", "text/csv"));
            app.MapGet("/away.csv", () => Results.Redirect(other.Url + "/t.csv"));
        });
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  plain: {{from: \"{web.Url}/plain.csv\", secret: KEY}}\n  away: {{from: \"{web.Url}/away.csv\", secret: HEAD}}\n  unset: {{from: \"{web.Url}/plain.csv\", secret: NONE}}\n", TestWeb.Trusting);
        world.Get<TestSecrets>().Values["KEY"] = "s3cr3t";
        world.Get<TestSecrets>().Values["HEAD"] = "X-Api-Key: s3cr3t";
        (await world.IngestAsync(source: "plain")).State.ShouldBe(ArrivalState.Accepted);
        web.Asked.Last().Authorization.ToString().ShouldBe("Bearer s3cr3t");
        (await world.IngestAsync(source: "away")).State.ShouldBe(ArrivalState.Accepted);
        web.Asked.Last()["X-Api-Key"].ToString().ShouldBe("s3cr3t");
        other.Asked.ShouldNotBeEmpty();
        other.Asked.ShouldAllBe(r => !r.ContainsKey("X-Api-Key"));
        Arrival unset = await world.IngestAsync(source: "unset");
        (unset.State, unset.Reason).ShouldBe((ArrivalState.Failed, "The secret 'NONE' is not set. Set it: cairn secrets set NONE"));
    }

    [Fact]
    public async Task A_private_address_is_not_asked_and_not_by_a_redirect_either()
    {
        await using TestWeb inside = await TestWeb.StartAsync((_, app) => app.MapGet("/t.csv", () => "x\n1\n"));
        await using TestWeb web = await TestWeb.StartAsync((_, app) => app.MapGet("/away.csv", () => Results.Redirect(inside.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/t.csv")));
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  own: {{from: \"https://localhost:1/t.csv\"}}\n  plain: {{from: \"http://localhost:1/t.csv\"}}\n  away: {{from: \"{web.Url}/away.csv\"}}\n", TestWeb.Trusting);
        (await world.IngestAsync(source: "own")).Reason.ShouldBe("'localhost' has an address of a private network. The operator may name it in CAIRN_SOURCE_HOSTS.");
        (await world.IngestAsync(source: "plain")).Reason!.ShouldContain("over https only");
        (await world.IngestAsync(source: "away")).State.ShouldBe(ArrivalState.Failed);
        inside.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_of_the_server_is_tried_again_and_then_told()
    {
        int asked = 0;
        await using TestWeb web = await TestWeb.StartAsync((_, app) =>
        {
            app.MapGet("/well.csv", () => ++asked < 3 ? Results.StatusCode(503) : Results.Text("x\n1\n", "text/csv"));
            app.MapGet("/ill.csv", () => Results.StatusCode(500));
        });
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  well: {{from: \"{web.Url}/well.csv\"}}\n  ill: {{from: \"{web.Url}/ill.csv\"}}\n  gone: {{from: \"{web.Url}/gone.csv\"}}\n", TestWeb.Trusting);
        (await world.IngestAsync(source: "well")).State.ShouldBe(ArrivalState.Accepted);
        Arrival ill = await world.IngestAsync(source: "ill");
        (ill.State, ill.Failure, ill.Reason).ShouldBe((ArrivalState.Failed, "internal", "127.0.0.1 answered 500 Internal Server Error."));
        (await world.IngestAsync(source: "gone")).State.ShouldBe(ArrivalState.Missing);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_day_that_the_server_refuses_stands_in_front_of_no_other(string engine)
    {
        var asked = new ConcurrentQueue<string>();
        await using TestWeb web = await TestWeb.StartAsync((_, app) => app.MapGet("/{day}", (string day) =>
        {
            asked.Enqueue(day);
            return day == "2001-01-01.csv" ? Results.StatusCode(403) : Results.Text("x\n1\n", "text/csv");
        }));
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"{web.Url}/{{day}}.csv\", every: day at 02:00, since: 2001-01-01}}\n", TestWeb.Trusting, engine);
        await world.AdvanceToAsync(3);
        await world.AdvanceToAsync(4);
        (await world.KnownAsync()).Select(v => v.Partition).ShouldBe(["2001-01-02", "2001-01-03"]);
        Arrival refused = (await world.ArrivalsAsync()).First(a => a.Partition == "2001-01-01");
        (refused.State, refused.Failure, refused.Reason).ShouldBe((ArrivalState.Failed, "internal", "127.0.0.1 answered 403 Forbidden."));
        asked.Count(d => d == "2001-01-02.csv").ShouldBe(2, "looked at and fetched, once");
    }

    [Fact]
    public async Task A_server_that_answers_nothing_is_not_asked_for_every_day_that_waits()
    {
        int asked = 0;
        bool well = false;
        await using TestWeb web = await TestWeb.StartAsync((_, app) => app.MapGet("/{day}", () => Volatile.Read(ref well) ? Results.Text("x\n1\n", "text/csv") : Results.StatusCode(Interlocked.Increment(ref asked) > 0 ? 503 : 500)));
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"{web.Url}/{{day}}.csv\", every: day at 02:00, since: 2000-12-01}}\n", TestWeb.Trusting);
        await world.AdvanceToAsync(2);
        asked.ShouldBeLessThan(5 * 2 * 5);
        Volatile.Write(ref well, true);
        await world.AdvanceToAsync(3);
        (await world.KnownAsync()).Count.ShouldBe(33);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_backfill_goes_on_where_it_was(string engine)
    {
        var asked = new ConcurrentQueue<string>();
        await using TestWeb web = await TestWeb.StartAsync((_, app) => app.MapGet("/{day}", (string day) =>
        {
            asked.Enqueue(day);
            return day == "2001-01-02.csv" && asked.Count(d => d == day) < 3 ? Results.StatusCode(503) : Results.Text("x\n1\n", "text/csv");
        }));
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"{web.Url}/{{day}}.csv\"}}\n", TestWeb.Trusting, engine);
        for (int round = 1; round <= 2; round++)
        {
            asked.Clear();
            await world.BackfillAsync("2001-01-01", "2001-01-03");
            // Each is looked at and fetched: once, the second day at the third attempt. Who asks again gets all of it again.
            asked.GroupBy(d => d).OrderBy(g => g.Key).Select(g => $"{g.Key[..10]} {g.Count()}").ShouldBe(["2001-01-01 2", "2001-01-02 4", "2001-01-03 2"]);
        }
        (await world.ArrivalsAsync()).Count.ShouldBe(6);
        (await world.ArrivalsAsync()).ShouldAllBe(a => a.State == ArrivalState.Accepted);
    }

    [Fact]
    public async Task Days_that_failed_are_tried_after_those_that_were_not()
    {
        await using TestWeb web = await TestWeb.StartAsync((_, app) => app.MapGet("/{day}", (string day) => string.CompareOrdinal(day, "2001-01-06") < 0 ? Results.StatusCode(403) : Results.Text("x\n1\n", "text/csv")));
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"{web.Url}/{{day}}.csv\"}}\n", TestWeb.Trusting);
        await world.BackfillAsync("2001-01-01", "2001-01-08");
        (await world.KnownAsync()).Select(v => v.Partition).ShouldBe(["2001-01-06", "2001-01-07", "2001-01-08"]);
        (await world.ArrivalsAsync()).Count(a => a.State == ArrivalState.Failed).ShouldBe(5);
    }

    [Fact]
    public async Task A_backfill_that_stopped_at_a_bad_day_does_not_pass_it_when_it_is_tried_again()
    {
        int asked = 0;
        await using TestWeb web = await TestWeb.StartAsync((_, app) => app.MapGet("/{day}", (string day) => day switch
        {
            "2001-01-01.csv" when Interlocked.Increment(ref asked) == 1 => Results.StatusCode(503),
            "2001-01-02.csv" => Results.Text("x\n1\n", "text/csv"),
            _ => Results.Text("x\n1\n2\n", "text/csv"),
        }));
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"{web.Url}/{{day}}.csv\", on_fail: stop, expect: {{rows: {{min: 2}}}}}}\n", TestWeb.Trusting);
        await world.BackfillAsync("2001-01-01", "2001-01-04");
        (await world.ArrivalsAsync()).OrderBy(a => a.Partition, StringComparer.Ordinal).Select(a => $"{a.Partition} {a.State}").ShouldBe(["2001-01-01 Accepted", "2001-01-02 Quarantined"]);
    }

    [Fact]
    public async Task A_host_that_swallows_connections_is_on_record_as_one_that_does_not_answer()
    {
        // It takes the connection and never greets, so there is no TLS.
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"https://{mute.LocalEndpoint}/t.csv\"}}\n", TestWeb.Trusting with { ConnectTimeout = TimeSpan.FromMilliseconds(50) });
        Arrival swallowed = await world.IngestAsync();
        (swallowed.State, swallowed.Failure, swallowed.Reason).ShouldBe((ArrivalState.Failed, "internal", "127.0.0.1 takes no connection within 00:00:00.0500000."));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Jobs_that_waited_before_there_were_lanes_get_theirs(string engine)
    {
        await using TestWorld world = await StartAsync("project: flights", engine: engine);
        await world.Database.WriteAsync(s => s.Execute("""
            insert into jobs (id, key, kind, payload, state, ready_at, created_at, finished_at) values
              ('a', 'data.gather:flights:trips#push-1@2', 'data.gather', '{}', 'queued', 9000000000000, 0, null), ('b', 'data.gather:flights:trips@2001-01-01T02:00', 'data.gather', '{}', 'queued', 9000000000000, 0, null),
              ('c', 'data.gather:flights:trips#old', 'data.gather', '{}', 'done', 0, 0, 1), ('d', 'other#1', 'other', '{}', 'done', 0, 0, 1)
            """));
        string resource = $"Cairn.Data.Migrations.0007_lanes_of_open_jobs.{engine}.sql";
        using var migration = new StreamReader(typeof(DataOptions).Assembly.GetManifestResourceStream(resource)!);
        string sql = await migration.ReadToEndAsync(TestContext.Current.CancellationToken);
        await world.Database.WriteAsync(s => s.Execute(sql));
        (await world.Database.ReadAsync(s => s.Query<string?>("select lane from jobs where id in ('a', 'b', 'c', 'd') order by id"))).ShouldBe(["data.gather:flights:trips", "data.gather:flights:trips", null, null]);
    }
}
