namespace Cairn.Tracking.Traces.Measures;

/// <summary>Takes facts together, one pass over all of them; what is held is a group each, and the values where percentiles are asked for.</summary>
internal static class Measuring
{
    /// <summary>By time, then by dimensions.</summary>
    public static IReadOnlyList<MeasureGroup> Groups(MeasureAsk ask, IEnumerable<MeasureFact> facts, CancellationToken cancellation)
    {
        bool keep = ask.Aggregations.Any(a => a.Type == "PERCENTILE");
        var groups = new Dictionary<string, MeasureGroup>(StringComparer.Ordinal);
        // Of nothing at all the count is none.
        if (ask is { Measure.Counts: true, Bucket: null, Dimensions.Count: 0 }) groups["0\0"] = new MeasureGroup(0, [], keep);
        foreach (MeasureFact fact in facts)
        {
            cancellation.ThrowIfCancellationRequested();
            long bucket = ask.Bucket is { } width ? fact.At - (fact.At % width + width) % width : 0;
            string key = bucket + "\0" + string.Join('\0', fact.Dimensions);
            if (!groups.TryGetValue(key, out MeasureGroup? group)) groups[key] = group = new MeasureGroup(bucket, fact.Dimensions, keep);
            group.Add(fact.Value);
        }
        return [.. groups.Values.OrderBy(g => g.Bucket).ThenBy(g => string.Join('\0', g.Dimensions), StringComparer.Ordinal)];
    }
}
