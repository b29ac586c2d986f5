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
          bad: {run: "exit 3", in: {names: count.names}, out: {none: file} }
        """;

    [Fact]
    public async Task A_gathering_and_a_run_are_told_with_what_they_read_and_made()
    {
        await using var receiver = await LineageReceiver.StartAsync(HttpStatusCode.ServiceUnavailable, HttpStatusCode.Created);
        await using PipelineWorld lab = await StartAsync(receiver.Url, "localhost");
        await DeliverAsync(lab);
        // The first was refused for the moment and is told again.
        JsonNode refused = await receiver.NextAsync(), started = await receiver.NextAsync(), gathered = await receiver.NextAsync();
        (refused.ToJsonString(), started.Text("eventType"), gathered.Text("eventType")).ShouldBe((started.ToJsonString(), "START", "COMPLETE"));
        gathered["run"].Text("runId").ShouldBe(started["run"].Text("runId"));
        (gathered["job"].Text("namespace"), gathered["job"].Text("name")).ShouldBe(("cairn", "lab.data.trips"));
        gathered["inputs"]![0].Text("namespace").ShouldBe("file");
        JsonNode trips = gathered["outputs"]!.AsArray().ShouldHaveSingleItem()!;
        (trips.Text("name"), (long)trips["outputFacets"]!["outputStatistics"]!["rowCount"]!, trips["facets"]!["schema"]!["fields"]![0].Text("name")).ShouldBe(("lab.trips", 2, "n"));
        Guid.Parse(started["run"].Text("runId")).Version.ShouldBe(8);

        JsonNode run = await lab.RunAsync(new { target = "count" });
        JsonNode begun = await receiver.NextAsync(), done = await receiver.NextAsync();
        (begun.Text("eventType"), done.Text("eventType"), done["run"].Text("runId")).ShouldBe(("START", "COMPLETE", OpenLineageEvents.RunId(run.Text("id"))));
        JsonNode read = done["inputs"]!.AsArray().ShouldHaveSingleItem()!;
        (read.Text("name"), read["facets"]!["version"].Text("datasetVersion"), (long)read["inputFacets"]!["inputStatistics"]!["rowCount"]!)
            .ShouldBe(("lab.trips", trips["facets"]!["version"].Text("datasetVersion"), 2));
        (done.Text("schemaURL"), done["job"]!["facets"]!["jobType"].Text("jobType")).ShouldBe(("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent", "PIPELINE"));

        await lab.RunAsync();
        (await receiver.NextAsync()).Text("eventType").ShouldBe("START");
        JsonNode failed = await receiver.NextAsync();
        (failed.Text("eventType"), failed["run"]!["facets"]!["errorMessage"].Text("message").Contains("bad", StringComparison.Ordinal)).ShouldBe(("FAIL", true), failed.ToJsonString());
        receiver.Keys.ShouldAllBe(k => k == "Bearer s3cret");
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
        while (!(await lab.World.Http.GetStringAsync("/api/v1/jobs?kind=pipelines.openlineage")).Contains("has a private address", StringComparison.Ordinal))
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        receiver.Keys.ShouldBeEmpty();
    }

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

        public async Task<JsonNode> NextAsync() => await _events.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
