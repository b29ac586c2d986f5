using System.Globalization;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;

namespace Cairn.Endpoints;

/// <summary>Writes the records of one prediction segment as Parquet, one row per prediction.</summary>
internal static class PredictionWriter
{
    /// <summary>Rows of lists in a row group: a vector of them is held in memory at once.</summary>
    private const int WideRows = 2048;

    /// <summary>Counts and span of what was written; the digest is still to be filled in.</summary>
    public static LogPart Write((string Path, SegmentKind Kind) segment, string parquet, DuckConnection duck)
    {
        PartColumns columns = PartColumns.Of(SegmentReader.ReadPredictions(segment.Path, segment.Kind));
        (string Name, string Type)[] all = [.. columns.All];
        duck.Execute($"create table part ({string.Join(", ", all.Select(c => $"{DuckSql.Identifier(c.Name)} {c.Type}"))})");
        var counts = new LogPart { FromAt = long.MaxValue, ToAt = long.MinValue };
        using (DuckRows rows = duck.Rows("part"))
        {
            var row = new PredictionRow(rows, columns, [.. all.Select(c => c.Type)]);
            foreach (PredictionRecord record in SegmentReader.ReadPredictions(segment.Path, segment.Kind))
            {
                row.Add(record);
                counts = Counted(counts, record);
            }
            rows.Complete();
        }
        string groups = Array.Exists(all, c => c.Type.EndsWith("[]", StringComparison.Ordinal)) ? string.Create(CultureInfo.InvariantCulture, $", row_group_size {WideRows}") : "";
        duck.Execute($"copy part to {DuckSql.Literal(parquet)} (format parquet, compression zstd{groups})");
        duck.Execute("drop table part");
        return counts;
    }

    private static LogPart Counted(LogPart counts, PredictionRecord record)
    {
        long at = record.At.ToUnixTimeMilliseconds();
        return counts with
        {
            Requests = counts.Requests + 1,
            RowsCount = counts.RowsCount + (record.RowCount == 0 ? 1 : Enumerable.Range(0, record.RowCount).Count(row => !record.IsForgotten(row))),
            Errors = counts.Errors + (record.Status == 200 ? 0 : 1),
            FromAt = Math.Min(counts.FromAt, at),
            ToAt = Math.Max(counts.ToAt, at),
        };
    }
}
