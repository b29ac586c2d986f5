using Cairn.Tracking.LoggedModels;

namespace Cairn.Tracking.Runs;

/// <summary>What one call adds to a run, checked before anything of it is written.</summary>
internal sealed record RunLog(IReadOnlyList<RunParam> Params, IReadOnlyList<RunMetric> Metrics, IReadOnlyList<RunTag> Tags)
{
    /// <summary>Points that are also those of a logged model.</summary>
    public IReadOnlyList<ModelMetric> Models { get; init; } = [];

    /// <summary>With keys checked and long values cut.</summary>
    /// <exception cref="MlflowException">A key, a time or the set of keys is not accepted.</exception>
    public RunLog Checked()
    {
        foreach (RunMetric metric in Metrics) Check(metric);
        foreach (RunParam param in Params) KeyRules.Key("parameter", param.Key);
        foreach (RunTag tag in Tags) KeyRules.Key("tag", tag.Key);
        if (Params.GroupBy(p => p.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw MlflowException.Invalid($"Duplicate parameter keys have been submitted: ['{twice.Key}']. Please ensure the request contains only one param value per param key.");
        return this with
        {
            Params = [.. Params.Select(p => p with { Value = KeyRules.Cut(p.Value, KeyRules.ParamLength) })],
            Tags = [.. Tags.Select(t => t with { Value = KeyRules.Cut(t.Value, KeyRules.TagLength) })],
        };
    }

    private static void Check(RunMetric metric)
    {
        KeyRules.Key("metric", metric.Key);
        if (metric.Timestamp < 0) throw MlflowException.Invalid($"Got invalid timestamp {metric.Timestamp} for metric '{metric.Key}'. Timestamp must be a nonnegative long integer (64-bit signed integer).");
    }
}
