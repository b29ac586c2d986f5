using Cairn.Contracts.Projects;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Platform;
using Cairn.Statistics;

namespace Cairn.Delivery;

/// <summary>Reads what came of both sides of a test from the prediction log and the outcomes joined to it.</summary>
internal sealed class AbReader(IPredictionLog log, PlatformOptions platform)
{
    private static readonly string[] Columns = ["version", "pinned", "score", "label", PredictionColumns.Unit];

    /// <param name="to">End of the window of predictions; outcomes are those that are known now.</param>
    public async Task<AbFacts> ReadAsync(Release r, DateTimeOffset to, CancellationToken cancellation)
    {
        // The window does not hold its end; what came at this very moment belongs to it.
        JoinedWindow window = await log.JoinedAsync(r.Project, r.Name, r.Environment, DateTimeOffset.FromUnixTimeMilliseconds(r.StepAt), to.AddMilliseconds(1), Columns, cancellation);
        return await Task.Run(() => Read(window.Path, r.VersionId, r.Planned.Ab!), cancellation);
    }

    private AbFacts Read(string path, string b, AbPlan plan)
    {
        using var database = new DuckMemory(2, "512MB", platform.Folder("scratch"));
        using DuckConnection duck = database.Connect();
        string inB = $"version = {DuckSql.Literal(b)}";
        duck.Execute($"create view answered as select *, {inB} as is_b from read_parquet({DuckSql.Literal(path)}) where not pinned and {PredictionColumns.Unit} is not null and ({inB} or version = {DuckSql.Literal(plan.A)})");
        duck.Execute($"create table keys as select {PredictionColumns.Unit} as unit, bool_or(is_b) as is_b, count(distinct is_b) > 1 as mixed from answered group by 1");
        object?[] n = duck.Query("select count(*) filter (not is_b and not mixed), count(*) filter (is_b and not mixed), count(*) filter (mixed) from keys").Rows().First();
        List<(bool IsB, double Value)> told = First(duck, plan.Metric);
        (bool IsB, double Value)[] cut = [.. told.Select(o => (o.IsB, Math.Clamp(o.Value, 0, plan.Most)))];
        AbMetric[] metrics = [.. AbRule.Metrics.Select(m => Compare(m, m == plan.Metric ? cut : First(duck, m), plan)).Where(m => m.KeysA + m.KeysB > 0)];
        return new AbFacts(Whole(n[0]), Whole(n[1]), Whole(n[2]), [.. cut.Select(o => (o.IsB, o.Value / plan.Most))], metrics);
    }

    /// <summary>One value of each key: that of the outcome told first, so that what is told later only ever adds.</summary>
    private static List<(bool IsB, double Value)> First(DuckConnection duck, string metric)
    {
        using DuckResult result = duck.Query($"""
            select k.is_b, v.y from (select {PredictionColumns.Unit} as unit, prediction_id, outcome_received, ({Value(metric)})::double as y from answered) v join keys k using (unit)
            where not k.mixed and v.y is not null and isfinite(v.y)
            qualify row_number() over (partition by unit order by v.outcome_received, v.prediction_id) = 1
            order by v.outcome_received, v.prediction_id
            """);
        return [.. result.Rows().Select(row => ((bool)row[0]!, (double)row[1]!))];
    }

    private static string Value(string metric) => metric switch
    {
        AbRule.SquaredError => "power(score - outcome, 2)",
        AbRule.Accuracy => """
            case when label is not null and outcome_text is not null then (label = outcome_text)::int
                 when label is not null then (try_cast(label as double) = outcome)::int
                 when outcome in (0, 1) then ((score >= 0.5) = (outcome = 1))::int end
            """,
        _ => "outcome",
    };

    private static AbMetric Compare(string name, IReadOnlyList<(bool IsB, double Value)> values, AbPlan plan)
    {
        ArmSummary a = Summary(values, b: false), b = Summary(values, b: true);
        Interval? interval = a.Count > 1 && b.Count > 1 ? MeanDifferenceSequence.At(a, b, AbPlan.Alpha, plan.Keys) : null;
        return new AbMetric(name, (long)a.Count, Known(a.Mean), (long)b.Count, Known(b.Mean), Known(b.Mean - a.Mean), Known(interval?.Low), Known(interval?.High));
    }

    private static ArmSummary Summary(IReadOnlyList<(bool IsB, double Value)> values, bool b)
    {
        double[] own = [.. values.Where(v => v.IsB == b).Select(v => v.Value)];
        double mean = own.Length == 0 ? double.NaN : own.Average();
        return new ArmSummary(own.Length, mean, own.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, own.Length - 1));
    }

    private static double? Known(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    private static long Whole(object? value) => Convert.ToInt64(value, null);
}
