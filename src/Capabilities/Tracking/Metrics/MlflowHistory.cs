using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Metrics;

/// <summary>MLflow's calls that read points of metrics: one key of a run, one key of many runs, and a sample of many runs for a plot.</summary>
internal sealed class MlflowHistory(IDatabase database, RunStore runs, MetricStore metrics)
{
    private const int MostRuns = 100, MostPoints = 25_000, MostSampled = 2500;

    public void Map(MlflowRoutes routes)
    {
        routes.Get("/metrics/get-history", OneAsync);
        routes.Get("/metrics/get-history-bulk", ManyAsync);
        routes.Get("/metrics/get-history-bulk-interval", SampleAsync);
    }

    private Task<JsonObject?> OneAsync(MlflowRequest r)
    {
        string run = KeyRules.RunId(r.RunId()), key = r.Required("metric_key");
        int offset = PageToken.Decode(r.Text("page_token"));
        int most = r.Long("max_results") is { } asked and > 0 ? (int)Math.Min(asked, int.MaxValue) : int.MaxValue;
        return database.ReadAsync<JsonObject?>(s =>
        {
            List<MetricPoint> points = runs.Find(s, run) is { } row ? metrics.Points(s, row.Num, key) : [];
            var answer = new JsonObject();
            answer.AddList("metrics", points.Skip(offset).Take(most).Select(p => RunMessages.Metric(key, p.Value, p.Timestamp, p.Step)));
            if ((long)offset + most < points.Count) answer["next_page_token"] = PageToken.Encode(offset + most);
            return answer;
        }, r.Context.RequestAborted);
    }

    private Task<JsonObject?> ManyAsync(MlflowRequest r)
    {
        string key = r.Required("metric_key");
        string[] ids = Ids(r, "run_id");
        int most = PageToken.Size(r.Long("max_results"), MostPoints, MostPoints);
        return database.ReadAsync<JsonObject?>(s =>
        {
            var answer = new JsonObject();
            answer.AddList("metrics", ids.SelectMany(id => metrics.Points(s, Existing(s, id), key).Select(p => (id, p))).Take(most).Select(p => Point(p.id, key, p.p)));
            return answer;
        }, r.Context.RequestAborted);
    }

    private Task<JsonObject?> SampleAsync(MlflowRequest r)
    {
        string key = r.Required("metric_key");
        string[] ids = Ids(r, "run_ids");
        (long? from, long? to) = (r.Long("start_step"), r.Long("end_step"));
        if (from is null != to is null) throw MlflowException.Invalid("If either start step or end step are specified, both must be specified.");
        if (from > to) throw MlflowException.Invalid($"end_step must be greater than start_step. Found start_step={from} and end_step={to}.");
        var sample = new MetricSample(PageToken.Size(r.Long("max_results"), MostSampled, MostSampled), from, to);
        return database.ReadAsync<JsonObject?>(s =>
        {
            (string Id, long Num)[] rows = [.. ids.Select(id => (id, Existing(s, id)))];
            foreach ((_, long num) in rows) metrics.Visit(s, num, key, sample.See);
            if (sample.IsMany)
                foreach ((_, long num) in rows) metrics.Visit(s, num, key, sample.Choose);
            var answer = new JsonObject();
            answer.AddList("metrics", rows.SelectMany(row => Sampled(s, row.Num, key, sample).Select(p => Point(row.Id, key, p))));
            return answer;
        }, r.Context.RequestAborted);
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

    private static JsonObject Point(string run, string key, MetricPoint point)
    {
        JsonObject message = RunMessages.Metric(key, point.Value, point.Timestamp, point.Step);
        message["run_id"] = run;
        return message;
    }
}
