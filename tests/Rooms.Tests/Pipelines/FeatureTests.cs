using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A feature through the whole server: made by a run, joined for training, looked up in serving, and the two the same.</summary>
public sealed class FeatureTests
{
    private const string Yaml = """
        project: lab
        data:
          flights: {from: "flights/{day}.csv", every: day at 02:00, since: 2001-01-01, time: dep}
        features:
          recent:
            in: {flights: data.flights}
            sql: select carrier, date_trunc('day', dep) as day, avg(late) as carrier_late from flights group by all
            key: carrier
            time: day
            after: 1d
            fresh: 36h
        steps:
          joined: {use: features, in: {table: data.flights, recent: features.recent}, with: {time: dep} }
          train: {use: train, in: {train: joined.table}, with: {label: late, features: {carrier: category, carrier_late: number}, rounds: 5}, seed: 1}
        endpoints:
          late: {model: train.model, features: recent}
        """;

    [Fact]
    public async Task What_serving_looked_up_and_logged_is_what_training_joins_later()
    {
        if (Cairn.XgBoost.XgBoostLibrary.Missing() is { } missing) Assert.Skip(missing);
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml);
        await DeliverAsync(lab, 1);
        await DeliverAsync(lab, 2);
        JsonNode first = await lab.RunAsync();
        first.Text("state").ShouldBe("succeeded", first.ToString());
        JsonNode status = (await lab.SendAsync("GET", "/features")).AsArray().ShouldHaveSingleItem()!;
        ((int)status["version"]!, (bool)status["fresh"]!, status["values"]![0]!.GetValue<string>()).ShouldBe((1, true, "carrier_late"));
        LedgerEvent registered = (await lab.World.EventsAsync("version.registered")).Single(e => (string?)e.Data["noun"] == "feature");
        (registered.Subject.Digest, (string?)registered.Data["run"]).ShouldBe((PipelineWorld.Step(first, "recent")["outputs"]!.Text("keyed"), first.Text("id")));

        await ServeAsync(lab);
        await AskAsync(lab);
        // Who generates a client, reads the page or probes is asked for what is sent alone.
        JsonNode contract = (await lab.World.Http.SendAsync("GET", "/api/v1/projects/lab/endpoints/late/contract", HttpStatusCode.OK))!;
        contract["looked_up"]!.AsArray().Select(n => (string)n!).ShouldBe(["carrier_late"]);
        ServedInputs inputs = await lab.World.Get<IEndpointInputs>().OfAsync((await lab.World.Get<IEndpoints>().ByRouteAsync("late", TestContext.Current.CancellationToken))!, TestContext.Current.CancellationToken);
        SampleRequest.Of(inputs)!.Json.ShouldBe("""{"inputs":[{"name":"carrier","shape":[1,1],"datatype":"BYTES","data":["a"]}]}""");
        // A day later, with newer data made into a newer file: the data plane is brought on by that alone.
        await DeliverAsync(lab, 3);
        JsonNode second = await lab.RunAsync(new { target = "recent" });
        second.Text("state").ShouldBe("succeeded", second.ToString());
        await lab.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await AskAsync(lab);

        // Later, more is known of those days. The log's rows are joined as of their time, by the step that training uses.
        await DeliverAsync(lab, 4);
        JsonNode third = await lab.RunAsync(new { target = "recent" });
        string facts = await lab.World.Get<IArtifactStore>().PathAsync(PipelineWorld.Step(third, "recent")["outputs"]!.Text("table"), TestContext.Current.CancellationToken);
        (int compared, int different, int present, int distinct) = await CompareAsync(lab, facts);
        (compared, different, present, distinct).ShouldBe((8, 0, 6, 6));
    }

    [Fact]
    public async Task A_file_older_than_declared_goes_red_in_the_windows_and_on_the_page()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml);
        await DeliverAsync(lab, 1);
        (await lab.RunAsync(new { target = "recent" })).Text("state").ShouldBe("succeeded");
        await lab.World.AdvanceAsync(TimeSpan.FromDays(3));
        ((bool)(await lab.SendAsync("GET", "/features"))[0]!["fresh"]!).ShouldBeFalse();
        LedgerEvent[] windows = [.. (await lab.World.EventsAsync("window.closed")).Where(e => (string?)e.Data["endpoint"] == "features.recent")];
        windows.Select(w => (bool?)w.Data["values"]![0]!["breached"] ?? false).ShouldContain(true);
        (await lab.World.EventsAsync("alert.opened")).ShouldContain(e => (string?)e.Data["endpoint"] == "features.recent");
        (await lab.World.Http.GetStringAsync("/p/lab/features")).ShouldContain("Stale");
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Data_that_come_later_than_the_feature_says_go_red_until_the_file_says_the_truth(string engine)
    {
        string hasty = Yaml.Replace("date_trunc('day', dep) as day", "dep as day", StringComparison.Ordinal).Replace("after: 1d", "after: 30m", StringComparison.Ordinal).Replace("    fresh: 36h\n", "", StringComparison.Ordinal);
        await using PipelineWorld lab = await PipelineWorld.StartAsync(hasty, engine);
        async Task<JsonNode> StatusAsync() => (await lab.SendAsync("GET", "/features"))[0]!;
        await DeliverAsync(lab, 1);
        JsonNode run = await lab.RunAsync(new { target = "recent" });
        run.Text("state").ShouldBe("succeeded", run.ToString());
        ((await StatusAsync())["lag"], (await StatusAsync())["in_time"]).ShouldBe((null, null), "what came once says nothing of how late it comes");
        await DeliverAsync(lab, 2);
        ((await StatusAsync()).Text("lag"), (await StatusAsync()).Text("after"), (bool)(await StatusAsync())["in_time"]!).ShouldBe(("01:01:00", "00:30:00", false));
        // The same day once more, hours later, was here before.
        await lab.World.AdvanceAsync(TimeSpan.FromHours(4));
        await File.AppendAllTextAsync(Path.Combine(lab.World.Directory, "sources/lab/flights/2001-01-02.csv"), "AA,2001-01-02T00:00:00,1\n");
        await lab.SendAsync("POST", "/data/flights/ingest", new { partition = "2001-01-02" }, HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
        (await StatusAsync()).Text("lag").ShouldBe("01:01:00");

        await lab.World.AdvanceAsync(TimeSpan.FromDays(1));
        LedgerEvent window = (await lab.World.EventsAsync("window.closed")).Last(e => (string?)e.Data["endpoint"] == "features.recent");
        JsonNode measured = window.Data["values"]!.AsArray().Single(v => (string?)v!["metric"] == "lag_h")!;
        ((double)measured["value"]!, (double)measured["threshold"]!, (bool)measured["breached"]!).ShouldBe((1.02, 0.5, true));
        (await lab.World.EventsAsync("incident.opened")).Select(e => (string?)e.Data["title"]).ShouldContain("lag_h on features.recent is 1.02, limit 0.5");
        (await lab.World.Http.GetStringAsync("/p/lab/features")).ShouldContain("Late");

        lab.Repository.Write("cairn.yaml", hasty.Replace("after: 30m", "after: 2h", StringComparison.Ordinal));
        await lab.CommitAsync();
        ((bool)(await StatusAsync())["in_time"]!).ShouldBeTrue();
        await lab.World.AdvanceAsync(TimeSpan.FromDays(1));
        (await lab.World.EventsAsync("alert.closed")).ShouldContain(e => (string?)e.Data["endpoint"] == "features.recent");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_run_is_named_by_its_number(string engine)
    {
        if (Cairn.XgBoost.XgBoostLibrary.Missing() is { } missing) Assert.Skip(missing);
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, engine);
        await DeliverAsync(lab, 1);
        await DeliverAsync(lab, 2);
        JsonNode run = await lab.RunAsync();
        run.Text("state").ShouldBe("succeeded", run.ToString());
        ((long)(await lab.SendAsync("GET", "/features"))[0]!["run_number"]!).ShouldBe(1);
        JsonNode read = (await lab.SendAsync("GET", "/datasets?source=flights&known=true"))["items"]![0]!;
        foreach (string page in new[] { "/p/lab/features", $"/p/lab/data/flights/{read.Text("id")}", $"/p/lab/models/late/1" })
            (await lab.World.Http.GetStringAsync(page)).ShouldContain($"""<a href="/p/lab/runs/{run.Text("id")}">#1</a>""");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_was_history_when_the_source_began_says_nothing_of_how_late_data_come(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, engine);
        async Task<string?> LagAsync() => (string?)(await lab.SendAsync("GET", "/features"))[0]!["lag"];
        await lab.World.AdvanceAsync(TimeSpan.FromDays(9));
        foreach (int day in (int[])[1, 2, 3]) await DeliverAsync(lab, day);
        (await LagAsync()).ShouldBeNull();
        await DeliverAsync(lab, 10);
        (await LagAsync()).ShouldBe("01:01:00");
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task An_endpoint_whose_feature_was_never_made_says_how_to_make_it_and_an_experiment_makes_none(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, engine);
        await DeliverAsync(lab, 1);
        JsonNode tried = await lab.RunAsync(new { target = "recent", sample = 0.5 });
        (tried.Text("state"), tried.Text("purpose")).ShouldBe(("succeeded", "experiment"), tried.ToString());
        (await lab.SendAsync("GET", "/features"))[0]!["version"].ShouldBeNull();
        Artifact file = await lab.World.Get<IArtifactStore>().PutAsync(new MemoryStream(Delivery.DeliveryWorld.Model(1)));
        await lab.World.Get<IModels>().RegisterAsync(new RegisterVersion("lab", "late", file.Digest, file.Size), Actor.Service("pipelines"), []);
        await ServeAsync(lab);
        (await lab.World.Http.GetStringAsync("/api/v1/projects/lab/endpoints")).ShouldContain("The feature 'recent' was not made yet: cairn run recent.");
        (await lab.RunAsync(new { target = "recent" })).Text("state").ShouldBe("succeeded");
        ((int)(await lab.SendAsync("GET", "/features"))[0]!["version"]!).ShouldBe(1);
    }

    private static async Task ServeAsync(PipelineWorld lab)
    {
        var endpoints = lab.World.Get<IEndpoints>();
        ModelVersionView version = (await lab.World.Get<IModels>().ListAsync("lab", "late", TestContext.Current.CancellationToken))[0];
        await lab.World.Database.WriteAsync(s => endpoints.SetVariants(s, "lab", "late", "production", [new VariantDraft(version.Id, version.Number, version.Digest, 1000)]));
        await endpoints.PublishedAsync(TestContext.Current.CancellationToken);
    }

    private static async Task AskAsync(PipelineWorld lab)
        => (await lab.World.Http.SendAsync("POST", "/v2/models/late/infer", HttpStatusCode.OK, new { inputs = new[] { new { name = "carrier", datatype = "BYTES", shape = new[] { 4 }, data = new[] { "AA", "DL", "UA", "XX" } } } })).ShouldNotBeNull();

    /// <summary>Rows of the log, those whose value differs from the one joined, those that have one, and how many values there are.</summary>
    private static async Task<(int, int, int, int)> CompareAsync(PipelineWorld lab, string facts)
    {
        DateTimeOffset now = lab.World.Now;
        IReadOnlyList<string> files = await lab.World.Get<IPredictionLog>().PredictionFilesAsync("lab", "late", "production", now.AddDays(-10), now.AddDays(1), TestContext.Current.CancellationToken);
        string rows = Path.Combine(lab.World.Directory, "asked.parquet"), joined = Path.Combine(lab.World.Directory, "joined.parquet");
        using var database = new DuckMemory(2, "256MB");
        using DuckConnection duck = database.Connect();
        duck.Execute($"copy (select carrier, \"at\", carrier_late as logged from read_parquet({DuckSql.List(files)}, union_by_name = true) where status = 200) to {DuckSql.Literal(rows)} (format parquet)");
        new Cairn.Pipelines.Features.FeaturesStep().Run(new(
            new Dictionary<string, string> { ["table"] = rows, ["recent"] = facts }, new Dictionary<string, string> { ["table"] = joined }, new JsonObject { ["time"] = "at" }, null, null, TextWriter.Null)).ShouldBe(0);
        using DuckResult counted = duck.Query($"""
            select count(*), count(*) filter (where case when isnan(logged) then null else logged end is distinct from carrier_late::float), count(carrier_late), count(distinct carrier_late) from read_parquet({DuckSql.Literal(joined)})
            """);
        object?[] row = counted.Rows().Single();
        return ((int)(long)row[0]!, (int)(long)row[1]!, (int)(long)row[2]!, (int)(long)row[3]!);
    }

    /// <summary>The flights of a day, in the night after it.</summary>
    private static async Task DeliverAsync(PipelineWorld lab, int day)
    {
        var night = new DateTimeOffset(2001, 1, day + 1, 1, 0, 0, TimeSpan.Zero);
        if (night > lab.World.Now) await lab.World.AdvanceAsync(night - lab.World.Now);
        string path = Path.Combine(lab.World.Directory, $"sources/lab/flights/2001-01-{day:d2}.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string[] carriers = ["AA", "DL", "UA"];
        await File.WriteAllTextAsync(path, "carrier,dep,late\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{carriers[i % 3]},2001-01-{day:d2}T{i % 24:d2}:{i % 60:d2}:00,{(i * 7919 % 97 < 20 + (day * 9) + (i % 3 * 11) ? 1 : 0)}\n")));
        await lab.SendAsync("POST", "/data/flights/ingest", new { partition = $"2001-01-{day:d2}" }, HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
    }
}
