using System.Globalization;
using Cairn.Contracts.Segments;
using Cairn.Serving.Scoring;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Outcomes;

/// <summary>
/// Reads outcomes from CSV with a header of <c>prediction_id, key, value, at, id</c>, in any order; an empty cell is as if it were not there. CSV has no types: a value that
/// reads as a number is one, <c>true</c> and <c>false</c> are 1 and 0, all else is text.
/// </summary>
internal sealed class OutcomeCsv(OutcomeFields fields, int most)
{
    private static readonly string[] Names = ["prediction_id", "key", "value", "at", "id"];

    public List<OutcomeRecord> Read(ReadOnlySpan<byte> body)
    {
        string text = CsvReader.Text(body);
        int at = 0;
        List<string> cells = [];
        if (!CsvReader.ReadLine(text, ref at, cells)) throw RequestFault.Malformed("The CSV is empty; send a header row and at least one outcome.");
        string[] header = Header(cells);
        var outcomes = new List<OutcomeRecord>();
        while (CsvReader.ReadLine(text, ref at, cells))
        {
            if (outcomes.Count == most) throw OutcomeFields.TooMany(most);
            if (cells.Count != header.Length) throw OutcomeFields.Fault(outcomes.Count, $"has {cells.Count} cells; the header has {header.Length}");
            outcomes.Add(One(header, cells, outcomes.Count));
        }

        return outcomes.Count > 0 ? outcomes : throw RequestFault.Malformed("The CSV has a header alone; send at least one outcome.");
    }

    private static string[] Header(List<string> cells)
    {
        string[] header = [.. cells.Select(c => c.Trim())];
        if (header.Any(c => !Names.Contains(c))) throw RequestFault.Malformed($"The CSV's header has a name other than {string.Join(", ", Names)}. Nothing of this call was kept.");
        return header.Distinct(StringComparer.Ordinal).Count() == header.Length ? header : throw RequestFault.Malformed("The CSV's header has a name twice. Nothing of this call was kept.");
    }

    private OutcomeRecord One(string[] header, List<string> cells, int row)
    {
        var draft = new OutcomeDraft();
        for (int i = 0; i < header.Length; i++)
        {
            string cell = cells[i];
            if (cell.Length == 0) continue;
            switch (header[i])
            {
                case "prediction_id": draft.PredictionId = OutcomeFields.PredictionId(cell, row); break;
                case "key": draft.Key = OutcomeFields.Key(cell, row); break;
                case "value": draft.Value = Value(cell, row); break;
                case "at": draft.At = OutcomeFields.Time(cell, row); break;
                default: draft.Id = OutcomeFields.Id(cell, row); break;
            }
        }

        return fields.Record(row, draft);
    }

    private static OutcomeValue Value(string cell, int row)
    {
        if (bool.TryParse(cell, out bool truth)) return OutcomeValue.Of(truth ? 1 : 0);
        // Nobody writes a whole number so: it is a code, and its zeros belong to it. What has a point or an exponent was padded.
        if (cell.AsSpan().TrimStart("+-") is ['0', >= '0' and <= '9', ..] && !cell.AsSpan().ContainsAny(".eE")) return OutcomeFields.Text(cell, row);
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? OutcomeFields.Number(number, WholeNumber.IsExact(cell, number), row)
            : OutcomeFields.Text(cell, row);
    }
}
