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
        int offset = PageToken.Decode(r.Text("page_token"));
        int most = r.Long("max_results") is { } asked and > 0 ? (int)Math.Min(asked, int.MaxValue) : int.MaxValue;
        List<MetricPoint> points = await database.ReadAsync(s => runs.Find(s, run) is { } row ? metrics.Points(s, row.Num, key) : [], r.Context.RequestAborted);
        string? next = (long)offset + most < points.Count ? PageToken.Encode(offset + most) : null;
        return json => MetricWriter.Page(json, key, [.. points.Skip(offset).Take(most).Select(p => ((string?)null, p))], next);
    }

    private async Task<Action<Utf8JsonWriter>> ManyAsync(MlflowRequest r)
    {
        string key = r.Required("metric_key");
        string[] ids = Ids(r, "run_id");
        int most = PageToken.Size(r.Long("max_results"), MostPoints, MostPoints);
        (string?, MetricPoint)[] points = await database.ReadAsync(s => ids.SelectMany(id => metrics.Points(s, Existing(s, id), key).Select(p => ((string?)id, p))).Take(most).ToArray(), r.Context.RequestAborted);
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
            foreach ((_, long num) in rows) metrics.Visit(s, num, key, sample.See);
            if (sample.IsMany)
                foreach ((_, long num) in rows) metrics.Visit(s, num, key, sample.Choose);
            return rows.SelectMany(row => Sampled(s, row.Num, key, sample).Select(p => ((string?)row.Id, p))).ToArray();
        }, r.Context.RequestAborted);
        return json => MetricWriter.Page(json, key, points);
    }

    // The first and the last step of a run are always there, so that its curve begins and ends where it does.
    private SortedSet<MetricPoint> Sampled(SqlSession s, long run, string key, MetricSample sample)
    {
        var points = new SortedSet<MetricPoint>();
        MetricPoint? first = null, last = null;
        metrics.Visit(s, run, key, p =>
        {
            if (!sample.Within(p.Step)) return;
            if (first is null || p.Step < first.Value.Step) first = p;
            if (last is null || p.Step > last.Value.Step) last = p;
            if (sample.Has(p.Step)) points.Add(p);
        });
        if (first is not null) points.Add(first.Value);
        if (last is not null) points.Add(last.Value);
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
