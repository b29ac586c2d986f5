using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Cairn.Contracts.Ledger;
using Cairn.Pipelines.OpenLineage;
using Cairn.Registry.Webhooks;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Run events of OpenLineage: what is sent of gatherings and runs, sent again when the receiver is broken, and to no private address.</summary>
public sealed class OpenLineageTests
{
    private const string Yaml = """
        project: lab
        data:
          trips: {from: "trips/{day}.csv", every: day at 02:00, since: 2001-01-01}
        steps:
          count: {run: "ls $CAIRN_IN_TRIPS > $CAIRN_OUT_NAMES", in: {trips: data.trips}, out: {names: file} }
          each: {run: "echo $CAIRN_ITEM > $CAIRN_OUT_ONE", map: [a, b], in: {names: count.names}, out: {one: file} }
          bad: {run: "exit 3", in: {names: count.names}, out: {none: file} }
        """;

    [Fact]
    public async Task A_gathering_and_a_run_are_told_with_what_they_read_and_made()
    {
        await using var receiver = await LineageReceiver.StartAsync(HttpStatusCode.ServiceUnavailable, HttpStatusCode.Created);
        await using PipelineWorld lab = await StartAsync(receiver.Url, "localhost");
        await DeliverAsync(lab);
        // The first was refused for the moment and is told again; what comes after it may pass meanwhile.
        JsonNode[] told = [await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync()];
        told.Select(t => t.Text("eventType")).Order(StringComparer.Ordinal).ShouldBe(["COMPLETE", "START", "START"]);
        JsonNode started = told[0], gathered = told.Single(t => t.Text("eventType") == "COMPLETE");
        told.Count(t => t.ToJsonString() == started.ToJsonString()).ShouldBe(2, "the very same again");
        gathered["run"].Text("runId").ShouldBe(started["run"].Text("runId"));
        (gathered["job"].Text("namespace"), gathered["job"].Text("name")).ShouldBe(("cairn", "lab.data.trips"));
        gathered["inputs"]![0].Text("namespace").ShouldBe("file");
        JsonNode trips = gathered["outputs"]!.AsArray().ShouldHaveSingleItem()!;
        (trips.Text("name"), (long)trips["outputFacets"]!["outputStatistics"]!["rowCount"]!, trips["facets"]!["schema"]!["fields"]![0].Text("name")).ShouldBe(("lab.trips", 2, "n"));
        Guid.Parse(started["run"].Text("runId")).Version.ShouldBe(8);

        JsonNode run = await lab.RunAsync(new { target = "count" });
        (JsonNode begun, JsonNode done) = receiver.Told("lab.pipeline");
        (begun.Text("eventType"), done.Text("eventType"), done["run"].Text("runId")).ShouldBe(("START", "COMPLETE", OpenLineageEvents.RunId(run.Text("id"))));
        JsonNode read = done["inputs"]!.AsArray().ShouldHaveSingleItem()!;
        (read.Text("name"), read["facets"]!["version"].Text("datasetVersion"), (long)read["inputFacets"]!["inputStatistics"]!["rowCount"]!)
            .ShouldBe(("lab.trips", trips["facets"]!["version"].Text("datasetVersion"), 2));
        (done.Text("schemaURL"), done["job"]!["facets"]!["jobType"].Text("jobType")).ShouldBe(("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent", "PIPELINE"));

        await lab.RunAsync(new { target = "bad" });
        (_, JsonNode failed) = receiver.Told("lab.pipeline");
        (failed.Text("eventType"), failed["run"]!["facets"]!["errorMessage"].Text("message").Contains("bad", StringComparison.Ordinal)).ShouldBe(("FAIL", true), failed.ToJsonString());
        receiver.Keys.ShouldAllBe(k => k == "Bearer s3cret");
    }

    [Fact]
    public async Task Each_step_is_told_as_a_job_of_its_own_below_its_run()
    {
        await using var receiver = await LineageReceiver.StartAsync(HttpStatusCode.Created);
        await using PipelineWorld lab = await StartAsync(receiver.Url, "localhost");
        await DeliverAsync(lab);
        JsonNode run = await lab.RunAsync(new { target = "bad" });
        receiver.Read();
        (JsonNode begun, JsonNode done) = receiver.Told("lab.pipeline.count");
        (begun.Text("eventType"), done.Text("eventType"), begun["outputs"]!.AsArray().Count).ShouldBe(("START", "COMPLETE", 0));
        begun["run"].Text("runId").ShouldBe(done["run"].Text("runId"));
        JsonNode parent = done["run"]!["facets"]!["parent"]!;
        (parent["run"].Text("runId"), parent["job"].Text("name"), parent["job"].Text("namespace"), parent.Text("_schemaURL"))
            .ShouldBe((OpenLineageEvents.RunId(run.Text("id")), "lab.pipeline", "cairn", "https://openlineage.io/spec/facets/1-1-0/ParentRunFacet.json#/$defs/ParentRunFacet"));
        parent["run"].Text("runId").ShouldNotBe(done["run"].Text("runId"));
        done["inputs"]!.AsArray().ShouldHaveSingleItem()!.Text("name").ShouldBe("lab.trips");
        JsonNode names = done["outputs"]!.AsArray().ShouldHaveSingleItem()!;
        (names.Text("name"), names["facets"]!["version"].Text("datasetVersion")).ShouldBe(("lab.steps.count.names", PipelineWorld.Step(run, "count")["outputs"]!.Text("names")));

        (_, JsonNode failed) = receiver.Told("lab.pipeline.bad");
        (failed.Text("eventType"), failed["outputs"]!.AsArray().Count, failed["run"]!["facets"]!["errorMessage"].Text("message")).ShouldBe(("FAIL", 0, PipelineWorld.Step(run, "bad").Text("failure")));
        failed["inputs"]!.ToJsonString().ShouldBe(new JsonArray(names.DeepClone()).ToJsonString(), "what one makes is what the next reads");

        await lab.RunAsync(new { target = "each" });
        (JsonNode again, JsonNode cached) = receiver.Told("lab.pipeline.count");
        (again.Text("eventType"), cached.Text("eventType"), cached["outputs"]!.ToJsonString()).ShouldBe(("START", "COMPLETE", done["outputs"]!.ToJsonString()), "also what came from the cache");
        cached["run"].Text("runId").ShouldNotBe(done["run"].Text("runId"));
        receiver.Told("lab.pipeline.each").End["outputs"]!.AsArray().Count.ShouldBe(1);
        receiver.Read().Select(e => e["job"].Text("name")).ShouldBe(["lab.data.trips", "lab.data.trips", "lab.pipeline", "lab.pipeline", "lab.pipeline", "lab.pipeline"], ignoreOrder: true, "parts are told by their step");
    }

    [Fact]
    public async Task What_is_told_late_still_names_what_was_made()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("project: lab\nsteps:\n  rows: {use: query, with: {sql: select 1 as a} }\n  scores: {use: query, in: {rows: rows.table}, with: {sql: select * from rows} }\n");
        JsonNode run = await lab.RunAsync();
        var ledger = lab.World.Ledger;
        await lab.World.Database.WriteAsync(s => ledger.Append(s, new Cairn.Platform.Ledger.EventDraft("version.registered", "v-early", "lab", Actor.Service("test")) { Data = new JsonObject { ["noun"] = "model", ["name"] = "late", ["run"] = run.Text("id") } }), cancellation: TestContext.Current.CancellationToken);
        await lab.World.QuietAsync();
        long end = (await ledger.ReadBackAsync(null, 1, null, TestContext.Current.CancellationToken)).Single().Position + 1;
        await lab.World.Database.WriteAsync(s => ledger.Append(s, [.. Enumerable.Range(0, 501).Select(n => new Cairn.Platform.Ledger.EventDraft("version.registered", $"v-{n}", "lab", Actor.Service("test")) { Data = new JsonObject { ["noun"] = "model", ["name"] = "other" } })]), cancellation: TestContext.Current.CancellationToken);
        await lab.World.QuietAsync();
        var data = lab.World.Get<OpenLineageData>();
        (await data.MadeAsync("lab", run.Text("id"), end, TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Text("name").ShouldBe("lab.models.late");
    }

    [Fact]
    public async Task Nothing_goes_to_a_private_address_that_the_operator_did_not_name()
    {
        await using var receiver = await LineageReceiver.StartAsync(HttpStatusCode.Created);
        await using PipelineWorld lab = await StartAsync(receiver.Url.Replace("http://", "https://", StringComparison.Ordinal), "elsewhere");
        await SendAsync(lab);
        // The first attempt says it; nobody waits here for the others.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!(await lab.World.Http.GetStringAsync("/api/v1/jobs?kind=pipelines.openlineage")).Contains("has a private address", StringComparison.Ordinal))
            await timer.WaitForNextTickAsync(limit.Token);
        receiver.Keys.ShouldBeEmpty();
    }

    [Fact]
    public void A_log_names_the_event_or_the_step()
        => (new OpenLineageNotice("ev-1", 7).ToString(), new OpenLineageNotice { Step = new StepNotice("run-1", "make", "START", default) }.ToString()).ShouldBe(("ev-1", "START of step make of run-1"));

    [Theory]
    [InlineData("lineage.example.org")]
    [InlineData("ftp://lineage.example.org/")]
    [InlineData("https://user:word@lineage.example.org/")]
    public void An_address_that_is_none_stops_the_start(string url)
        => Should.Throw<InvalidOperationException>(() => OpenLineageOptions.Of(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(OpenLineageOptions.UrlVariable, (string?)url)]).Build())).Message.ShouldContain(OpenLineageOptions.UrlVariable);

    [Theory]
    [InlineData("s3://lake/flights/2001-01-01.parquet", "s3://lake", "flights/2001-01-01.parquet")]
    [InlineData("file:///srv/flights/a.csv", "file", "/srv/flights/a.csv")]
    [InlineData("postgres://db:5432/shop", "postgres://db:5432", "shop")]
    [InlineData("https://data.example.org", "https://data.example.org", "/")]
    public void What_lies_outside_is_named_by_its_address(string address, string space, string name)
    {
        JsonObject dataset = OpenLineageData.Outside(address);
        (dataset.Text("namespace"), dataset.Text("name")).ShouldBe((space, name));
    }

    private static Task<PipelineWorld> StartAsync(string url, string allowed)
        => PipelineWorld.StartAsync(s => s.AddSingleton(new OpenLineageOptions { Url = url, Key = "s3cret" }).AddSingleton(WebhookOptions.Of(allowed)), null, Yaml, TestEngines.Sqlite);

    private static async Task DeliverAsync(PipelineWorld lab)
    {
        await SendAsync(lab);
        await lab.World.QuietAsync();
    }

    private static async Task SendAsync(PipelineWorld lab)
    {
        string path = Path.Combine(lab.World.Directory, "sources/lab/trips/2001-01-01.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "n\n1\n2\n");
        await lab.SendAsync("POST", "/data/trips/ingest", new { partition = "2001-01-01" }, HttpStatusCode.Accepted);
    }

    /// <summary>Answers one status after another, the last for ever.</summary>
    private sealed class LineageReceiver(WebApplication app) : IAsyncDisposable
    {
        private readonly Channel<JsonNode> _events = Channel.CreateUnbounded<JsonNode>();
        private int _count;

        public List<string> Keys { get; } = [];

        public string Url => $"http://localhost:{new Uri(app.Urls.First()).Port}/api/v1/lineage";

        public static async Task<LineageReceiver> StartAsync(params HttpStatusCode[] statuses)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            WebApplication app = builder.Build();
            var receiver = new LineageReceiver(app);
            app.MapPost("/api/v1/lineage", async context =>
            {
                lock (receiver.Keys) receiver.Keys.Add(context.Request.Headers.Authorization.ToString());
                JsonNode told = (await JsonNode.ParseAsync(context.Request.Body))!;
                context.Response.StatusCode = (int)statuses[Math.Min(Interlocked.Increment(ref receiver._count) - 1, statuses.Length - 1)];
                receiver._events.Writer.TryWrite(told);
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return receiver;
        }

        public Task<JsonNode> NextAsync() => _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2));

        private readonly List<JsonNode> _told = [];

        /// <summary>All that was told and not taken yet.</summary>
        public IReadOnlyList<JsonNode> Read()
        {
            while (_events.Reader.TryRead(out JsonNode? told)) _told.Add(told);
            return _told;
        }

        /// <summary>Takes the oldest beginning and end of a job.</summary>
        public (JsonNode Begin, JsonNode End) Told(string job)
        {
            JsonNode[] pair = [.. Read().Where(e => e["job"].Text("name") == job).Take(2)];
            pair.Length.ShouldBe(2, job);
            foreach (JsonNode one in pair) _told.Remove(one);
            return (pair[0], pair[1]);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
