using Cairn.Tracking.Metrics;

namespace Cairn.Tracking.Runs;

/// <summary>What was logged to some runs, by <see cref="RunRow.Num"/>.</summary>
internal sealed record RunContent(ILookup<long, KeyedText> Params, ILookup<long, KeyedText> Tags, ILookup<long, LatestMetric> Metrics, ILookup<long, InputRow> Inputs)
{
    /// <summary>Of a run that has tags alone.</summary>
    public static RunContent OfTags(RunRow run, IReadOnlyList<RunTag> tags) => new(
        Array.Empty<KeyedText>().ToLookup(p => p.Owner), tags.ToLookup(_ => run.Num, t => new KeyedText { Owner = run.Num, Key = t.Key, Value = t.Value }),
        Array.Empty<LatestMetric>().ToLookup(m => m.Run), Array.Empty<InputRow>().ToLookup(i => i.Run));
}
