using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>The log and what became of outcomes, over HTTP.</summary>
public sealed class LogExportTests
{
    private const string Base = $"/api/v1/projects/{DeliveryWorld.Project}/endpoints/{DeliveryWorld.Endpoint}";

    [Fact]
    public async Task Files_of_the_log_are_listed_and_given_as_they_are()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        DateTimeOffset now = at.World.Now;
        var log = at.World.Get<SegmentLog>();
        LogWriter.Predict(log, DeliveryWorld.Endpoint, "q0", now.AddDays(-3), LogWriter.Of("x", Datatype.Fp32, [2, 1], 1f, 2f));
        LogWriter.Predict(log, DeliveryWorld.Endpoint, "q1", now, LogWriter.Of("x", Datatype.Fp32, [1, 1], 3f));
        LogWriter.Tell(log, DeliveryWorld.Endpoint, now, new OutcomeRecord(DeliveryWorld.Endpoint, "q0.1", null, OutcomeValue.Of(1), now, now), new OutcomeRecord(DeliveryWorld.Endpoint, null, "nobody", OutcomeValue.Of(1), now, now));

        JsonArray all = (await at.World.Http.SendAsync("GET", Base + "/log", HttpStatusCode.OK))!["items"]!.AsArray();
        all.Select(f => ((string)f!["kind"]!, (long)f["rows"]!)).ShouldBe([("predictions", 2), ("predictions", 1), ("outcomes", 2)]);
        string day = now.AddDays(-3).UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        JsonNode one = (await at.World.Http.SendAsync("GET", $"{Base}/log?from={day}&to={day}", HttpStatusCode.OK))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)one["name"]!).ShouldBe($"predictions-{day}-000001.parquet");

        string file = Path.Combine(at.World.Directory, "one.parquet");
        await File.WriteAllBytesAsync(file, await at.World.Http.GetByteArrayAsync($"{Base}/log/{Uri.EscapeDataString((string)one["digest"]!)}", TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        using var database = new DuckMemory(2, "256MB");
        using DuckConnection duck = database.Connect();
        duck.Scalar<double>($"select sum(x) from read_parquet({DuckSql.Literal(file)})").ShouldBe(3);

        JsonNode summary = (await at.World.Http.SendAsync("GET", Base + "/outcomes/summary?last=7", HttpStatusCode.OK))!;
        ((long)summary["told"]!, (long)summary["joined"]!, (long)summary["late"]!, (long)summary["unknown"]!).ShouldBe((2, 1, 1, 1));
    }

    [Theory]
    [InlineData("/log?from=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/log?from=2001-01-02&to=2001-01-01", HttpStatusCode.BadRequest)]
    [InlineData("/log/sha256:0000000000000000000000000000000000000000000000000000000000000000", HttpStatusCode.NotFound)]
    [InlineData("/log/nothing", HttpStatusCode.NotFound)]
    public async Task What_is_asked_wrongly_is_refused(string path, HttpStatusCode status)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.World.Http.SendAsync("GET", Base + path, status);
    }
}
