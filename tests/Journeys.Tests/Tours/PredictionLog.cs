using Cairn.Contracts.Segments;

namespace Cairn.Journeys.Tests.Tours;

/// <summary>What the server's log of predictions holds, read from its files.</summary>
internal sealed class PredictionLog(string data)
{
    private readonly string _folder = Path.Combine(data, "log", "delay");

    /// <summary>Answered requests by id, with their records.</summary>
    public ILookup<string, PredictionRecord> Answers() => SegmentName.List(_folder, SegmentKind.Predictions)
        .SelectMany(s => SegmentReader.ReadPredictions(s.Path)).Where(r => r.Status == 200).ToLookup(r => r.RequestId, StringComparer.Ordinal);

    /// <summary>Keys of the flights whose outcome is there.</summary>
    public IReadOnlySet<string> Outcomes() => SegmentName.List(_folder, SegmentKind.Outcomes)
        .SelectMany(s => SegmentReader.ReadOutcomes(s.Path)).Select(o => o.Key!).ToHashSet(StringComparer.Ordinal);
}
