using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Platform.Artifacts;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>Logs of copies of the data plane, as they come here.</summary>
public sealed class ShipmentTests : IDisposable
{
    private const string Route = DeliveryWorld.Endpoint, Log = "0123456789abcdef0123456789abcdef", Other = "fedcba9876543210fedcba9876543210";
    private static readonly DateTimeOffset Day = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-copylog-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task What_copies_logged_is_part_of_the_log_once_and_meets_its_outcomes(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        Predict(at.World.Get<SegmentLog>(), "here");
        LogWriter.Tell(at.World.Get<SegmentLog>(), Route, Day.AddHours(1), Outcome("there1"));
        Write(log =>
        {
            Predict(log, "there1");
            Predict(log, "there2");
            LogWriter.Tell(log, Route, Day.AddHours(2), Outcome("here"));
        });
        ((long)(await ShipAsync(at, SegmentKind.Predictions))!["rows"]!, (long)(await ShipAsync(at, SegmentKind.Outcomes))!["rows"]!).ShouldBe((2, 1));
        // What comes again, also at once and after a start, is known.
        foreach (JsonNode? again in await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ShipAsync(at, SegmentKind.Predictions)))) ((bool)again!["again"]!, (long)again["rows"]!).ShouldBe((true, 2));
        // The same bytes of another log are other records.
        ((bool)(await ShipAsync(at, SegmentKind.Outcomes, log: Other))!["again"]!).ShouldBeFalse();
        await at.World.RestartAsync();
        ((bool)(await ShipAsync(at, SegmentKind.Predictions))!["again"]!).ShouldBeTrue();

        JoinedWindow joined = await Logged(at).JoinedAsync(DeliveryWorld.Project, Route, "production", Day, Day.AddDays(1), cancellation: TestContext.Current.CancellationToken);
        (joined.Predictions, joined.Joined, joined.Told).ShouldBe((3, 2, 3));
        DayCount day = (await Logged(at).CountsAsync(DeliveryWorld.Project, Route, "production", Day, Day.AddDays(1), TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (day.Requests, day.Rows, day.Outcomes).ShouldBe((3, 3, 3));
        (await Logged(at).FindAsync("there2.0", TestContext.Current.CancellationToken)).ShouldNotBeNull().VersionId.ShouldBe("mv-1");
    }

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task A_crash_before_the_row_hunderthe_segment_taken_anew(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        Write(log => Predict(log, "a"));
        await ShipAsync(at, SegmentKind.Predictions);
        // The file is there, its rows are not: the transaction was lost.
        await at.World.Database.WriteAsync(s =>
        {
            s.Execute("delete from log_parts");
            return s.Execute("delete from log_shipments");
        }, cancellation: TestContext.Current.CancellationToken);
        ((bool)(await ShipAsync(at, SegmentKind.Predictions))!["again"]!).ShouldBeFalse();
        (await FilesAsync(at)).Count.ShouldBe(1);
        // Many copies, each with a first segment.
        foreach (int copy in Enumerable.Range(0, 3)) await ShipAsync(at, SegmentKind.Predictions, log: copy.ToString("x32", CultureInfo.InvariantCulture));
        (await FilesAsync(at)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task It_is_told_how_far_copies_are_and_what_they_answered()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        var report = new
        {
            instance = Other, waiting_segments = 2, waiting_bytes = 3000, dropped = 4, refused = 0, held = true,
            answered = new[] { new { day = "2001-01-01", requests = 5, rows = 7 } },
        };
        for (int i = 0; i < 2; i++) await at.World.Http.SendAsync("PUT", $"/api/v1/snapshot/logs/{Log}/{Route}", HttpStatusCode.OK, report);
        Write(log => Predict(log, "a"));
        await ShipAsync(at, SegmentKind.Predictions);
        JsonNode copy = (await at.World.Http.SendAsync("GET", $"/api/v1/projects/{DeliveryWorld.Project}/endpoints/{Route}/copies", HttpStatusCode.OK))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        (copy.Text("log"), copy.Text("actor"), (long)copy["waiting_segments"]!, (long)copy["dropped"]!, (bool)copy["held"]!, (long)copy["segments"]!, (long)copy["rows"]!).ShouldBe((Log, "local", 2, 4, true, 1, 1));
        (await Logged(at).AnsweredRowsAsync(DeliveryWorld.Project, Route, "production", new DateOnly(2001, 1, 1), TestContext.Current.CancellationToken)).ShouldBe(7);

        foreach ((string field, object bad) in new (string, object)[]
        {
            ("instance", report with { instance = "x" }), ("waiting_bytes", report with { waiting_bytes = -1 }), ("answered", report with { answered = [new { day = "2001-01-01", requests = -5, rows = 7 }] }),
        })
            (await at.World.Http.SendAsync("PUT", $"/api/v1/snapshot/logs/{Log}/{Route}", HttpStatusCode.BadRequest, bad))!.ToJsonString().ShouldContain(field);
    }

    [Fact]
    public async Task To_forget_reaches_what_came_from_copies()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        Write(log =>
        {
            Predict(log, "a", key: "k1");
            Predict(log, "b", key: "k2");
        });
        await ShipAsync(at, SegmentKind.Predictions);
        EndpointView endpoint = await EndpointEndpoints.RequireAsync(DeliveryWorld.Project, Route, at.World.Get<IEndpoints>(), TestContext.Current.CancellationToken);
        await at.World.Get<ForgetDesk>().ForgetAsync(endpoint, "k1", Actor.Service("test"), TestContext.Current.CancellationToken);
        using var database = new DuckMemory(2, "256MB");
        using DuckConnection duck = database.Connect();
        duck.Query($"select key from read_parquet({DuckSql.List(await FilesAsync(at))})").Rows().Select(r => r[0]).ShouldBe(["k2"]);
        // It is known still, and does not come back.
        ((bool)(await ShipAsync(at, SegmentKind.Predictions))!["again"]!).ShouldBeTrue();
        (await FilesAsync(at)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_sound_segment_is_refused_and_leaves_nothing()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        Write(log => Predict(log, "a"));
        byte[] good = File.ReadAllBytes(Segment(SegmentKind.Predictions).Path);
        string name = Path.GetFileName(Segment(SegmentKind.Predictions).Path);
        async Task RefusedAsync(HttpStatusCode status, string holds, byte[] body, string? digest = null, string? under = null, string log = Log, string route = Route)
        {
            JsonNode? answer = await PutAsync(at, $"{log}/{route}/{under ?? name}", digest ?? Digest.Of(body), body, status);
            answer!.ToJsonString(Plain).ShouldContain(holds);
        }

        await RefusedAsync(HttpStatusCode.BadRequest, "'digest' says", good, Digest.Of("another"));
        await RefusedAsync(HttpStatusCode.BadRequest, "64 hex digits", good, "md5:1");
        await RefusedAsync(HttpStatusCode.BadRequest, "32 hex digits", good, log: "x");
        await RefusedAsync(HttpStatusCode.NotFound, "endpoint", good, route: "nobody");
        foreach (string no in new[] { "predictions-20010101-000001.open", "predictions-20010101-1.seg", "predictions-20010101-000000.seg", "x.seg", "..%2Fx.seg" })
            await RefusedAsync(HttpStatusCode.BadRequest, "name of a closed segment", good, under: no);
        await RefusedAsync(HttpStatusCode.BadRequest, "no segment of Outcomes", good, under: "outcomes-20010101-000001.seg");
        await RefusedAsync(HttpStatusCode.BadRequest, "no segment of Predictions", [1, 2, 3]);
        await RefusedAsync(HttpStatusCode.BadRequest, "no segment of Predictions", []);
        await RefusedAsync(HttpStatusCode.BadRequest, "holds no record", good[..32]);
        await RefusedAsync(HttpStatusCode.BadRequest, "damaged behind 0 whole records", good[..^1]);
        await RefusedAsync(HttpStatusCode.BadRequest, "damaged behind 1 whole records", [.. good, 0]);
        foreach ((string fault, Action<SegmentLog> write) in new (string, Action<SegmentLog>)[]
        {
            ("another endpoint", log => LogWriter.Predict(log, "test.other", "a", Day, LogWriter.Of("x", Datatype.Fp64, [1, 1], 1.0))),
            ("does not hold what its shape says", log => LogWriter.Predict(log, Route, "a", Day, LogWriter.Of("x", Datatype.Fp64, [1, 2], 1.0))),
            ("cannot be read", log => LogWriter.Predict(log, Route, "a", Day, LogWriter.Of("x", Datatype.Fp64, [1, int.MaxValue, int.MaxValue, int.MaxValue], 1.0))),
            ("number of its rows", log => LogWriter.Predict(log, Route, "a", Day, LogWriter.Of("x", Datatype.Fp64, [int.MaxValue, 0], 1.0))),
            ("does not hold what its shape says", log => LogWriter.Predict(log, Route, "a", Day, LogWriter.Of("x", Datatype.Bytes, [1, 1], 1.0))),
            ("does not hold what its shape says", log => LogWriter.Predict(log, Route, "a", Day, LogWriter.Of("x", (Datatype)99, [1, 1], 1.0))),
            ("cannot be read", log => Garbage(log)),
        })
        {
            Write(write, again: true);
            await RefusedAsync(HttpStatusCode.BadRequest, fault, File.ReadAllBytes(Directory.EnumerateFiles(_folder, "*.seg", SearchOption.AllDirectories).Single()));
        }

        (await FilesAsync(at)).ShouldBeEmpty();
        await PutAsync(at, $"{Log}/{Route}/{name}", Digest.Of(good), good, HttpStatusCode.OK);
        // Another segment under its name: a log folder that was copied.
        Write(log => Predict(log, "b"), again: true);
        byte[] second = File.ReadAllBytes(Segment(SegmentKind.Predictions).Path);
        await RefusedAsync(HttpStatusCode.Conflict, "log of its own", second);
        Directory.EnumerateFiles(at.World.Get<Platform.PlatformOptions>().Folder("scratch"), "shipped-*").ShouldBeEmpty();
    }

    private static IPredictionLog Logged(DeliveryWorld at) => at.World.Get<IPredictionLog>();

    private static OutcomeRecord Outcome(string request) => new(Route, request + ".0", null, OutcomeValue.Of(1), Day, Day);

    private static void Predict(SegmentLog log, string request, string key = "k")
        => LogWriter.Predict(log, Route, request, Day.AddHours(1), LogWriter.Of("x", Datatype.Fp64, [1, 1], 1.0), Key(key));

    private static LoggedTensor Key(string key) => new(TensorRole.Key, "flight", Datatype.Bytes, [1, 1], new byte[] { (byte)key.Length, 0, 0, 0 }.Concat(System.Text.Encoding.UTF8.GetBytes(key)).ToArray());

    /// <summary>A whole frame with nonsense in it.</summary>
    private static void Garbage(SegmentLog log)
    {
        LogEntry entry = log.Rent();
        foreach (byte b in Enumerable.Range(0, 40)) entry.Buffer.Byte((byte)(b * 7));
        log.Append(log.Stream(Route, SegmentKind.Predictions), entry, 730_000).ShouldBeTrue();
    }

    private void Write(Action<SegmentLog> write, bool again = false)
    {
        if (again)
        {
            Directory.Delete(_folder, recursive: true);
            Directory.CreateDirectory(_folder);
        }
        using var log = new SegmentLog(_folder);
        write(log);
    }

    private (SegmentName Name, string Path) Segment(SegmentKind kind) => SegmentName.List(Path.Combine(_folder, Route), kind).Single();

    private Task<JsonNode?> ShipAsync(DeliveryWorld at, SegmentKind kind, string log = Log)
    {
        byte[] body = File.ReadAllBytes(Segment(kind).Path);
        return PutAsync(at, $"{log}/{Route}/{Path.GetFileName(Segment(kind).Path)}", Digest.Of(body), body, HttpStatusCode.OK);
    }

    private static async Task<JsonNode?> PutAsync(DeliveryWorld at, string place, string digest, byte[] body, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(body);
        using HttpResponseMessage response = await at.World.Http.PutAsync(new Uri($"/api/v1/snapshot/logs/{place}?digest={Uri.EscapeDataString(digest)}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expected, $"{place}: {text}");
        return JsonNode.Parse(text);
    }

    private static Task<IReadOnlyList<string>> FilesAsync(DeliveryWorld at)
        => Logged(at).PredictionFilesAsync(DeliveryWorld.Project, Route, "production", Day, Day.AddDays(1), TestContext.Current.CancellationToken);
}
