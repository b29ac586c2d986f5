using System.Globalization;
using System.Runtime.InteropServices;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;

namespace Cairn.Endpoints;

/// <summary>Puts records into the rows of a part.</summary>
/// <param name="types">SQL types of the part's columns.</param>
internal sealed class PredictionRow(DuckRows rows, PartColumns columns, string[] types)
{
    public void Add(PredictionRecord record)
    {
        if (record.RowCount == 0) Head(record, -1);
        for (int row = 0; row < record.RowCount; row++)
        {
            if (record.IsForgotten(row)) continue;
            Head(record, row);
        }
    }

    private void Head(PredictionRecord r, int row)
    {
        rows.Set(1, r.RequestId);
        rows.Set(2, (long)row);
        rows.Set(4, r.At.UtcDateTime);
        rows.Set(5, r.Version);
        rows.Set(6, r.Variant);
        rows.Set(7, (long)r.Status);
        rows.Set(8, r.Error);
        rows.Set(9, (long)r.Latency.TotalMicroseconds);
        rows.Set(10, r.Pinned);
        rows.Set(11, r.Trace.Length > 0 ? r.Trace : null);
        if (r.Unit is { } unit) rows.Set(14, (long)unit);
        if (row >= 0) Body(r, row);
        rows.EndRow();
    }

    private void Body(PredictionRecord r, int row)
    {
        rows.Set(0, r.PredictionId(row));
        rows.Set(3, r.Key(row));
        bool scored = false, labelled = false;
        foreach (LoggedTensor tensor in r.Tensors)
        {
            // The whole list stands with the first row.
            if (tensor.Role == TensorRole.Whole && row == 0) List(columns.PlacesOf(tensor)[0], tensor, 0, tensor.Count);
            if (tensor.Role is not (TensorRole.Input or TensorRole.Output)) continue;
            if (tensor.Role == TensorRole.Output && tensor.Type.IsFloat() && !scored)
            {
                rows.Set(12, tensor.Number(row, tensor.Width - 1));
                scored = true;
            }
            else if (tensor.Role == TensorRole.Output && !tensor.Type.IsFloat() && !labelled)
            {
                rows.Set(13, TextOf(tensor, row, 0));
                labelled = true;
            }

            if (PartColumns.IsList(tensor)) List(columns.PlacesOf(tensor)[0], tensor, row * tensor.Width, tensor.Width);
            else Elements(columns.PlacesOf(tensor), tensor, row);
        }
    }

    private void Elements(ReadOnlySpan<int> places, LoggedTensor tensor, int row)
    {
        for (int c = 0; c < places.Length; c++)
        {
            int place = places[c];
            switch (types[place])
            {
                case "VARCHAR": rows.Set(place, TextOf(tensor, row, c)); break;
                case "BOOLEAN": rows.Set(place, tensor.Number(row, c) != 0); break;
                case "DOUBLE": rows.Set(place, tensor.Number(row, c)); break;
                case "UBIGINT": rows.Set(place, (ulong)tensor.Whole(row, c)); break;
                default: rows.Set(place, (long)tensor.Whole(row, c)); break;
            }
        }
    }

    private void List(int place, LoggedTensor tensor, int first, int count)
    {
        if (types[place] == "VARCHAR[]")
        {
            rows.SetList(place, [.. Enumerable.Range(first, count).Select(c => TextOf(tensor, 0, c))]);
            return;
        }

        int size = tensor.Type.Size();
        ReadOnlySpan<byte> bytes = tensor.Data.Span.Slice(first * size, count * size);
        if (tensor.Type != Datatype.Fp16) rows.SetList(place, bytes);
        else rows.SetList(place, MemoryMarshal.AsBytes(Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), h => (float)h).AsSpan()));
    }

    private static string TextOf(LoggedTensor tensor, int row, int column) => Convert.ToString(tensor.Value(row, column), CultureInfo.InvariantCulture)!;
}
