using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Traces.Measures;

/// <summary>MLflow's call <c>traces/metrics</c>: numbers of traces, spans and assessments taken together, by time and by what they have in common.</summary>
internal sealed class MlflowTraceMetrics(IDatabase database, MeasureFacts facts)
{
    private const int MostResults = 1000;
    private const long LongestBucket = 100L * 366 * 86_400, LastSecond = 253_402_300_799;

    public void Map(MlflowRoutes routes) => routes.Query("/traces/metrics", MeasureAsync);

    private async Task<JsonObject?> MeasureAsync(MlflowRequest r)
    {
        MeasureAsk ask = Read(r);
        int size = PageToken.Size(r.Long("max_results"), MostResults, MostResults), offset = PageToken.Decode(r.Text("page_token"));
        CancellationToken cancellation = r.Context.RequestAborted;
        IReadOnlyList<MeasureGroup> groups = await database.ReadAsync(s => Measuring.Groups(ask, facts.Read(s, ask), cancellation), cancellation);
        var answer = new JsonObject();
        answer.AddList("data_points", groups.Skip(offset).Take(size).Select(g => Point(ask, g)));
        if (groups.Count - offset > size) answer["next_page_token"] = PageToken.Encode(offset + size);
        return answer;
    }

    private static MeasureAsk Read(MlflowRequest r)
    {
        long[] experiments = [.. r.Texts("experiment_ids").Select(KeyRules.ExperimentId).Distinct()];
        if (experiments.Length == 0) throw MlflowException.Required("experiment_ids");
        MeasureView view = MeasureView.Of(r.Required("view_type"));
        Measure measure = view.Measure(r.Required("metric_name"));
        Aggregation[] aggregations = [.. r.Objects("aggregations").Select(a => Aggregation.Of(a, measure)).Distinct()];
        if (aggregations.Length == 0) throw MlflowException.Required("aggregations");
        string[] dimensions = [.. r.Texts("dimensions").Distinct(StringComparer.Ordinal)];
        if (dimensions.FirstOrDefault(d => !measure.Dimensions.Contains(d)) is { } unknown) throw MeasureView.OneOf("dimensions", unknown, measure.Dimensions);
        long? seconds = r.Long("time_interval_seconds");
        if (seconds is < 1 or > LongestBucket) throw MlflowException.Invalid($"Invalid value {seconds} for parameter 'time_interval_seconds' supplied: it must be at least 1 and at most {LongestBucket}.");
        (long? from, long? to) = (r.Long("start_time_ms"), r.Long("end_time_ms"));
        if (from > to) throw MlflowException.Invalid("Invalid value for parameter 'start_time_ms' supplied: it is later than 'end_time_ms'.");
        return new MeasureAsk(experiments, view, measure, aggregations, dimensions, MeasureFilter.Parse(r.Texts("filters"), view), seconds * 1000, from, to);
    }

    private static JsonObject Point(MeasureAsk ask, MeasureGroup group)
    {
        var (dimensions, values) = (new JsonObject(), new JsonObject());
        if (ask.Bucket is not null) dimensions["time_bucket"] = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(group.Bucket / 1000, 0, LastSecond)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        for (int i = 0; i < ask.Dimensions.Count; i++) dimensions[ask.Dimensions[i]] = group.Dimensions[i];
        foreach (Aggregation aggregation in ask.Aggregations) values[aggregation.Label] = Messages.Number(group.Of(aggregation));
        var point = new JsonObject { ["metric_name"] = ask.Measure.Name };
        if (dimensions.Count > 0) point["dimensions"] = dimensions;
        point["values"] = values;
        return point;
    }
}
