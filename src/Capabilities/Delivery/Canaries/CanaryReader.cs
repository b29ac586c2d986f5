using System.Text.Json;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Platform;
using Cairn.Platform.Http;

namespace Cairn.Delivery;

/// <summary>Reads what canary and stable version did since a step began: answers from the prediction log, failures from the data plane's counters.</summary>
internal sealed class CanaryReader(IPredictionLog log, IServingReadings readings, IEndpoints endpoints, PlatformOptions platform)
{
    private const int Sample = 50_000;

    /// <summary>JSON of the counters as they are now, to be kept with the step.</summary>
    public async Task<string?> BaselineAsync(Release r, CancellationToken cancellation)
        => await LiveAsync(r, cancellation) is { } live ? JsonSerializer.Serialize(Errors(live), ApiJson.Options) : null;

    public async Task<CanaryFacts> ReadAsync(Release r, DateTimeOffset now, CancellationToken cancellation)
    {
        // The window holds its start and not its end; what came at this very moment belongs to it.
        (DateTimeOffset from, DateTimeOffset to) = (DateTimeOffset.FromUnixTimeMilliseconds(r.StepAt), now.AddMilliseconds(1));
        JoinedWindow window = await log.JoinedAsync(r.Project, r.Name, r.Environment, from, to, ["version", "pinned", "score"], cancellation);
        IReadOnlyList<string> files = await log.PredictionFilesAsync(r.Project, r.Name, r.Environment, from, to, cancellation);
        ErrorCounts? counted = await LiveAsync(r, cancellation) is { } live ? Errors(live) : null;
        return await Task.Run(() => Facts(r, window, files, (from, to, counted)), cancellation);
    }

    private CanaryFacts Facts(Release r, JoinedWindow window, IReadOnlyList<string> files, (DateTimeOffset From, DateTimeOffset To, ErrorCounts? Counted) of)
    {
        using var database = new DuckMemory(2, "512MB", platform.Folder("scratch"));
        using DuckConnection duck = database.Connect();
        duck.Execute($"create view joined as select * from read_parquet({DuckSql.Literal(window.Path)}) where not pinned");
        if (files.Count > 0)
            duck.Execute($"create view requests as select * from read_parquet({DuckSql.List(files)}, union_by_name = true) where not pinned and \"row\" <= 0 and \"at\" >= {Time(of.From)} and \"at\" < {Time(of.To)}");
        else duck.Execute("create view requests as select null::VARCHAR as version, null::BIGINT as status, null::BIGINT as latency_us, null::VARCHAR as request_id where false");
        return new CanaryFacts(Arm(duck, r.VersionId, Since(r, r.VersionId, of.Counted)), Arm(duck, r.PreviousId!, Since(r, r.PreviousId!, of.Counted)));
    }

    private static ArmFacts Arm(DuckConnection duck, string version, long counted)
    {
        object?[] n = duck.Query("select count(*) filter (status = 200), count(*) filter (status >= 500), " +
            "quantile_cont(latency_us, 0.5), quantile_cont(latency_us, 0.95), quantile_cont(latency_us, 0.99) from requests where version = $1", version).Rows().First();
        double Ms(int at) => n[at] is null ? 0 : Convert.ToDouble(n[at], null) / 1000;
        double[] latencies = Numbers(duck, $"select latency_us / 1000.0 from requests where version = $1 and status = 200 order by hash(request_id) limit {Sample}", version);
        double[] scores = Numbers(duck, $"select score from joined where version = $1 and score is not null order by hash(prediction_id) limit {Sample}", version);
        double[] losses = Numbers(duck, "select power(score - outcome, 2) from joined where version = $1 and score is not null and outcome is not null", version);
        return new ArmFacts(
            Convert.ToInt64(n[0], null), duck.Scalar<long>("select count(*) from joined where version = $1", version), Math.Max(Convert.ToInt64(n[1], null), counted), Ms(2), Ms(3), Ms(4), latencies, scores, losses);
    }

    private static double[] Numbers(DuckConnection duck, string sql, string version)
    {
        using DuckResult result = duck.Query(sql, version);
        return [.. result.Rows().Select(row => Convert.ToDouble(row[0], null))];
    }

    private static string Time(DateTimeOffset at) => DuckSql.Literal((object)at.UtcDateTime);

    private async Task<EndpointLive?> LiveAsync(Release r, CancellationToken cancellation)
        => await endpoints.FindAsync(r.Project, r.Name, r.Environment, cancellation) is { } view ? readings.Read(view.Route) : null;

    /// <summary>Failures counted since the step began; from nothing, when the data plane has started anew.</summary>
    private static long Since(Release r, string version, ErrorCounts? now)
    {
        if (now is null) return 0;
        ErrorCounts? before = r.Baseline is null ? null : JsonSerializer.Deserialize<ErrorCounts>(r.Baseline, ApiJson.Options);
        long start = before?.Instance == now.Instance ? before.Errors.GetValueOrDefault(version) : 0;
        return Math.Max(0, now.Errors.GetValueOrDefault(version) - start);
    }

    private static ErrorCounts Errors(EndpointLive live) => new(live.Instance, live.Variants.ToDictionary(v => v.VersionId, v => v.Errors, StringComparer.Ordinal));

    private sealed record ErrorCounts(string Instance, Dictionary<string, long> Errors);
}
