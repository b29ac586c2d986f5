using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;

namespace Cairn.Endpoints;

/// <summary>Writes the records of one prediction segment as Parquet, one row per prediction.</summary>
internal static class PredictionWriter
{
    /// <summary>Counts and span of what was written; the digest is still to be filled in.</summary>
    public static LogPart Write((string Path, SegmentKind Kind) segment, string parquet, DuckConnection duck)
    {
        Shape shape = Scan(segment);
        duck.Execute($"create table part ({string.Join(", ", PredictionColumns.Fixed.Concat(shape.Columns).Select(c => $"{DuckSql.Identifier(c.Name)} {c.Type}"))})");
        var counts = new LogPart { FromAt = long.MaxValue, ToAt = long.MinValue };
        using (DuckAppender rows = duck.Append("part"))
        {
            foreach (PredictionRecord record in SegmentReader.ReadPredictions(segment.Path, segment.Kind))
            {
                Append(rows, record, shape);
                counts = Counted(counts, record);
            }
            rows.Complete();
        }
        duck.Execute($"copy part to {DuckSql.Literal(parquet)} (format parquet, compression zstd)");
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

    private static void Append(DuckAppender rows, PredictionRecord record, Shape shape)
    {
        if (record.RowCount == 0) Begin(rows, record, -1).Rest(rows, shape);
        for (int row = 0; row < record.RowCount; row++)
        {
            if (record.IsForgotten(row)) continue;
            Cells cells = Begin(rows, record, row);
            foreach (LoggedTensor input in record.Inputs)
                for (int c = 0; c < input.Width; c++) cells[shape.Of(InputName(input, c))] = input.Value(row, c);
            foreach (LoggedTensor output in record.Outputs)
                for (int c = 0; c < output.Width; c++) cells[shape.Of(PredictionColumns.Output(output.Name, c, output.Width))] = output.Value(row, c);
            cells.Rest(rows, shape);
        }
    }

    private static Cells Begin(DuckAppender rows, PredictionRecord r, int row)
    {
        bool real = row >= 0;
        LoggedTensor? score = real ? r.Outputs.FirstOrDefault(o => o.Type.IsFloat()) : null, label = real ? r.Outputs.FirstOrDefault(o => !o.Type.IsFloat()) : null;
        rows.Add(real ? r.PredictionId(row) : null).Add(r.RequestId).Add(row).Add(real ? r.Key(row) : null).Add(r.At.UtcDateTime).Add(r.Version).Add(r.Variant)
            .Add((long)r.Status).Add(r.Error).Add((long)r.Latency.TotalMicroseconds).Add(r.Pinned).Add(r.Trace.Length > 0 ? r.Trace : null);
        if (score is null) rows.AddNull();
        else rows.Add(score.Number(row, score.Width - 1));
        rows.Add(label is null ? null : Convert.ToString(label.Value(row), System.Globalization.CultureInfo.InvariantCulture));
        if (r.Unit is { } unit) rows.Add(unit);
        else rows.AddNull();
        return new Cells();
    }

    private static string InputName(LoggedTensor input, int column)
        => PredictionColumns.Input(input.Width == 1 ? input.Name : $"{input.Name}_{column}");

    private static Shape Scan((string Path, SegmentKind Kind) segment)
    {
        var shape = new Shape();
        foreach (PredictionRecord record in SegmentReader.ReadPredictions(segment.Path, segment.Kind))
        {
            foreach (LoggedTensor t in record.Inputs)
                for (int c = 0; c < t.Width; c++) shape.Add(InputName(t, c), t.Type);
            foreach (LoggedTensor t in record.Outputs)
                for (int c = 0; c < t.Width; c++) shape.Add(PredictionColumns.Output(t.Name, c, t.Width), t.Type);
        }
        return shape;
    }

    /// <summary>The columns beyond the fixed ones, in the order they were first seen.</summary>
    private sealed class Shape
    {
        private readonly Dictionary<string, int> _at = new(StringComparer.OrdinalIgnoreCase);

        public List<(string Name, string Type)> Columns { get; } = [];

        public int Of(string name) => _at[name];

        public void Add(string name, Datatype type)
        {
            if (_at.TryAdd(name, Columns.Count)) Columns.Add((name, Sql(type)));
        }

        // A number that was once whole and once not is kept as text only where a model changed the type of an input.
        private static string Sql(Datatype type) => type switch
        {
            Datatype.Bytes => "VARCHAR",
            Datatype.Bool => "BOOLEAN",
            _ when type.IsFloat() => "DOUBLE",
            _ => "BIGINT",
        };
    }

    /// <summary>The values of one row beyond the fixed ones, by place.</summary>
    private sealed class Cells
    {
        private readonly Dictionary<int, object> _values = [];

        public object this[int at] { set => _values[at] = value; }

        public void Rest(DuckAppender rows, Shape shape)
        {
            for (int i = 0; i < shape.Columns.Count; i++)
                if (_values.TryGetValue(i, out object? value)) Add(rows, shape.Columns[i].Type, value);
                else rows.AddNull();
            rows.EndRow();
        }

        private static void Add(DuckAppender rows, string type, object value)
        {
            var culture = System.Globalization.CultureInfo.InvariantCulture;
            switch (type, value)
            {
                case ("VARCHAR", _): rows.Add(Convert.ToString(value, culture)); break;
                case ("BOOLEAN", bool b): rows.Add(b); break;
                case ("DOUBLE" or "BIGINT", string): rows.AddNull(); break;
                case ("DOUBLE", _): rows.Add(Convert.ToDouble(value, culture)); break;
                case ("BIGINT", float or double or bool): rows.Add((long)Math.Round(Convert.ToDouble(value, culture))); break;
                case ("BIGINT", ulong u): rows.Add(unchecked((long)u)); break;
                case ("BIGINT", long l): rows.Add(l); break;
                default: rows.AddNull(); break;
            }
        }
    }
}
