using Cairn.Contracts.Segments;
using Cairn.DuckDb;

namespace Cairn.Endpoints;

/// <summary>Writes the records of one outcome segment as Parquet.</summary>
internal static class OutcomeWriter
{
    /// <summary>Places of a segment in the order of all outcomes: <c>seq</c> = segment times this, plus the place within.</summary>
    private const long Stride = 1_000_000_000;

    public static LogPart Write(string segment, int number, string parquet, DuckConnection duck)
    {
        duck.Execute("create table part (prediction_id VARCHAR, key VARCHAR, value DOUBLE, text VARCHAR, \"at\" TIMESTAMP, received TIMESTAMP, seq BIGINT, id VARCHAR)");
        var counts = new LogPart { FromAt = long.MaxValue, ToAt = long.MinValue };
        using (DuckAppender rows = duck.Append("part"))
        {
            foreach (OutcomeRecord o in SegmentReader.ReadOutcomes(segment))
            {
                rows.Add(o.PredictionId).Add(o.Key);
                if (o.Value.Text is null) rows.Add(o.Value.Number);
                else rows.AddNull();
                rows.Add(o.Value.Text).Add(o.At.UtcDateTime).Add(o.Received.UtcDateTime).Add((number * Stride) + counts.RowsCount).Add(o.Id).EndRow();
                long at = o.Received.ToUnixTimeMilliseconds();
                counts = counts with { RowsCount = counts.RowsCount + 1, FromAt = Math.Min(counts.FromAt, at), ToAt = Math.Max(counts.ToAt, at) };
            }
            rows.Complete();
        }
        duck.Execute($"copy part to {DuckSql.Literal(parquet)} (format parquet, compression zstd)");
        duck.Execute("drop table part");
        return counts;
    }
}
