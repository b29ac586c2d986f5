using Cairn.Tracking.Metrics;

namespace Cairn.Tracking.Runs;

/// <summary>What was logged to some runs, by <see cref="RunRow.Num"/>.</summary>
internal sealed record RunContent(ILookup<long, KeyedText> Params, ILookup<long, KeyedText> Tags, ILookup<long, LatestMetric> Metrics, ILookup<long, InputRow> Inputs);
