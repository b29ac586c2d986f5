using System.Text.Json;
using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Metrics;

/// <summary>MLflow's calls that read points of metrics: one key of a run, one key of many runs, and a sample of many runs for a plot.</summary>
internal sealed class MlflowHistory(IDatabase database, RunStore runs, MetricStore metrics)
{
    private const int MostRuns = 100, MostPoints = 25_000, MostSampled = 2500;

    public void Map(MlflowRoutes routes)
    {
        routes.Written("GET", "/metrics/get-history", OneAsync);
        routes.Written("GET", "/metrics/get-history-bulk", ManyAsync);
        routes.Written("GET", "/metrics/get-history-bulk-interval", SampleAsync);
    }

    private async Task<Action<Utf8JsonWriter>> OneAsync(MlflowRequest r)
    {
        string run = KeyRules.RunId(r.RunId()), key = r.Required("metric_key");
        MetricPoint? after = MetricMark.OfToken(r.Text("page_token"));
        int most = r.Long("max_results") is { } asked and > 0 ? (int)Math.Min(asked, int.MaxValue - 1) : int.MaxValue - 1;
        List<MetricPoint> points = await database.ReadAsync(s => runs.Find(s, run) is { } row ? metrics.Page(s, row.Num, key, after, most + 1) : [], r.Context.RequestAborted);
        string? next = points.Count > most ? MetricMark.Token(points[most - 1]) : null;
        return json => MetricWriter.Page(json, key, [.. points.Take(most).Select(p => ((string?)null, p))], next);
    }

    private async Task<Action<Utf8JsonWriter>> ManyAsync(MlflowRequest r)
    {
        string key = r.Required("metric_key");
        string[] ids = Ids(r, "run_id");
        int most = PageToken.Size(r.Long("max_results"), MostPoints, MostPoints);
        var points = new List<(string? Run, MetricPoint Point)>();
        await database.ReadAsync(s =>
        {
            (string Id, long Num)[] rows = [.. ids.Select(id => (id, Existing(s, id)))];
            foreach ((string id, long num) in rows)
                if (most - points.Count is > 0 and var left) points.AddRange(metrics.Page(s, num, key, null, left).Select(p => ((string?)id, p)));
            return points.Count;
        }, r.Context.RequestAborted);
        return json => MetricWriter.Page(json, key, points);
    }

    private async Task<Action<Utf8JsonWriter>> SampleAsync(MlflowRequest r)
    {
        string key = r.Required("metric_key");
        string[] ids = Ids(r, "run_ids");
        (long? from, long? to) = (r.Long("start_step"), r.Long("end_step"));
        if (from is null != to is null) throw MlflowException.Invalid("If either start step or end step are specified, both must be specified.");
        if (from > to) throw MlflowException.Invalid($"end_step must be greater than start_step. Found start_step={from} and end_step={to}.");
        var sample = new MetricSample(PageToken.Size(r.Long("max_results"), MostSampled, MostSampled), from, to);
        (string?, MetricPoint)[] points = await database.ReadAsync(s =>
        {
            (string Id, long Num)[] rows = [.. ids.Select(id => (id, Existing(s, id)))];
            foreach ((_, long num) in rows) metrics.Visit(s, num, [key], (_, point) => sample.See(point));
            RunSample[] each = [.. rows.Select(row => Sampled(s, row.Num, key, sample))];
            sample.Choose(each);
            return rows.Zip(each).SelectMany(row => row.Second.Points().Select(p => ((string?)row.First.Id, p))).ToArray();
        }, r.Context.RequestAborted);
        return json => MetricWriter.Page(json, key, points);
    }

    private RunSample Sampled(SqlSession s, long run, string key, MetricSample sample)
    {
        var points = new RunSample(sample);
        metrics.Visit(s, run, [key], (_, point) => points.Add(point));
        return points;
    }

    private static string[] Ids(MlflowRequest r, string field)
    {
        string[] ids = [.. r.Texts(field).Select(KeyRules.RunId).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0) throw MlflowException.Required(field);
        return ids.Length <= MostRuns ? ids : throw MlflowException.Invalid($"Run IDs must be at most {MostRuns}; {ids.Length} were given.");
    }

    private long Existing(SqlSession s, string id) => runs.Find(s, id)?.Num ?? throw MlflowException.Missing($"Run with id={id} not found");
}
