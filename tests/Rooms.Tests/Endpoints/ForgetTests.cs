using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

public sealed class ForgetTests
{
    private const string Customer = "customer-4711", Other = "customer-12";
    private const string Base = $"/api/v1/projects/{DeliveryWorld.Project}/endpoints/{DeliveryWorld.Endpoint}";

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task Everything_of_a_key_leaves_log_parquet_and_outcomes_and_nothing_else_does(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.ServeAsync();
        await AskAsync(at, "q1", Customer, Other);
        await AskAsync(at, "q2", Other);
        await AskAsync(at, "q3", Customer);
        foreach (object outcome in new object[] { new { key = Customer, value = 77.125 }, new { key = Other, value = 1 }, new { prediction_id = "q3.0", value = 77.125 } })
            await at.World.Http.SendAsync("POST", $"/endpoints/{DeliveryWorld.Endpoint}/outcomes", HttpStatusCode.OK, outcome);
        IReadOnlyList<string> before = await FilesAsync(at);

        JsonNode first = (await at.World.Http.SendAsync("POST", Base + "/forget", HttpStatusCode.OK, new { key = Customer }))!;
        ((long)first["predictions"]!, (long)first["outcomes"]!).ShouldBe((2, 2));
        ((int)first["files"]!).ShouldBeGreaterThanOrEqualTo(2);
        before.ShouldContain(f => !File.Exists(f), "the old file is gone");

        // No byte of it is left in the segments, and what belongs to others reads as before.
        string folder = Path.Combine(at.World.Get<ISegmentFolder>().Directory, DeliveryWorld.Endpoint);
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Customer)).ShouldBe(-1, file);
            bytes.AsSpan().IndexOf(BitConverter.GetBytes(77.125)).ShouldBe(-1, file);
        }
        List<PredictionRecord> left = [.. SegmentName.List(folder, SegmentKind.Predictions).SelectMany(s => SegmentReader.ReadPredictions(s.Path))];
        left.Select(r => r.RequestId).ShouldBe(["q1", "q2", "q3"]);
        (left[0].IsForgotten(0), left[0].Key(1), left[0].IsForgotten(1), left[2].IsForgotten(0)).ShouldBe((true, Other, false, true));
        left[0].Inputs.Single().Number(1).ShouldBe(0.25, 1e-6);
        left[0].Inputs.Single().Number(0).ShouldBe(0);

        using var database = new DuckMemory(2, "256MB");
        using DuckConnection duck = database.Connect();
        string files = $"read_parquet({DuckSql.List(await FilesAsync(at))}, union_by_name = true)";
        duck.Query($"select prediction_id || ' ' || key from {files} order by 1").Rows().Select(r => (string)r[0]!).ShouldBe([$"q1.1 {Other}", $"q2.0 {Other}"]);

        // The ledger says who asked and how much went, and not whose it was.
        LedgerEvent told = (await at.World.EventsAsync("prediction.retired")).ShouldHaveSingleItem();
        (told.Subject.Id, (string?)told.Data["endpoint"], (string?)told.Data["env"], (int?)told.Data["predictions"], (int?)told.Data["outcomes"]).ShouldBe((DeliveryWorld.Endpoint, DeliveryWorld.Endpoint, "production", 2, 2));
        told.Actor.Kind.ShouldBe("person");
        LedgerJson.Write(told).ShouldNotContain(Customer);

        // Again: nothing is left to forget. A retried request of the customer is answered anew, one of others from the log.
        ((long)(await at.World.Http.SendAsync("POST", Base + "/forget", HttpStatusCode.OK, new { key = Customer }))!["predictions"]!).ShouldBe(0);
        await AskAsync(at, "q2", Other);
        await AskAsync(at, "q3", Customer);
        (await FilesAsync(at)).Count.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_key_is_needed(string? key)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.World.Http.SendAsync("POST", Base + "/forget", HttpStatusCode.BadRequest, new { key });
    }

    private static async Task<IReadOnlyList<string>> FilesAsync(DeliveryWorld at)
    {
        DateTimeOffset now = at.World.Get<TimeProvider>().GetUtcNow();
        return await at.World.Get<IPredictionLog>().PredictionFilesAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", now.AddDays(-1), now.AddDays(1), TestContext.Current.CancellationToken);
    }

    private static Task AskAsync(DeliveryWorld at, string id, params string[] keys) => at.World.Http.SendAsync("POST", $"/v2/models/{DeliveryWorld.Endpoint}/infer", HttpStatusCode.OK, new
    {
        id,
        inputs = new object[]
        {
            new { name = "x", shape = new[] { keys.Length, 1 }, datatype = "FP32", data = keys.Select((_, i) => 0.5f / (i + 1)) },
            new { name = "flight", shape = new[] { keys.Length, 1 }, datatype = "BYTES", data = keys },
        },
    });
}
