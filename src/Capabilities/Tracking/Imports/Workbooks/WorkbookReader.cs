using System.Globalization;
using System.Xml;

namespace Cairn.Tracking.Imports.Workbooks;

/// <summary>Reads one sheet of a workbook as rows of texts, as a CSV file would have them: numbers in their shortest form, dates in ISO form, formulas by their last value.</summary>
internal sealed class WorkbookReader
{
    private readonly WorkbookParts _parts;
    private readonly IReadOnlyList<string> _texts;
    private readonly IReadOnlySet<int> _dates;
    private readonly bool _from1904;

    private WorkbookReader(WorkbookParts parts, WorkbookIndex index) => (_parts, _texts, _dates, _from1904) = (parts, SharedTexts.Read(parts), DateStyles.Read(parts), index.From1904);

    /// <param name="sheet">Its name; null for the first.</param>
    /// <exception cref="MlflowException">The workbook is broken or too large, or a cell holds an error, with its place.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(byte[] content, string? sheet, int most)
    {
        try
        {
            using WorkbookParts parts = WorkbookParts.Open(content);
            var index = WorkbookIndex.Read(parts);
            return new WorkbookReader(parts, index).Read(index.PartOf(sheet), most);
        }
        catch (Exception broken) when (broken is XmlException or InvalidDataException or NotSupportedException)
        {
            throw MlflowException.Invalid("The workbook cannot be read: one of its parts is broken, or has a form that is not taken.");
        }
    }

    private List<IReadOnlyList<string>> Read(string part, int most)
    {
        var rows = new List<IReadOnlyList<string>>();
        using XmlReader xml = _parts.Xml(part) ?? throw MlflowException.Invalid("The workbook lacks the sheet that it names.");
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row" || xml.IsEmptyElement) continue;
            List<string> row = Row(xml);
            if (row.Count == 0) continue;
            // A row ends with its last cell that holds something; those below the heading are as long as it.
            while (rows.Count > 0 && row.Count < rows[0].Count) row.Add("");
            rows.Add(row);
            if (rows.Count > most) break;
        }
        return rows;
    }

    private List<string> Row(XmlReader xml)
    {
        var row = new List<string>();
        int depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c") continue;
            string place = xml.GetAttribute("r") ?? "";
            int column = place.Length > 0 ? CellPlace.Column(place, SheetReader.MostFields) : row.Count;
            if (column >= SheetReader.MostFields) throw MlflowException.Invalid($"A row of the sheet has more than {SheetReader.MostFields} fields.");
            if (column < row.Count) throw MlflowException.Invalid($"The cell {KeyRules.Cut(place, 12)} of the sheet is out of order.");
            if (Cell(xml, place) is not { Length: > 0 } text) continue;
            while (row.Count < column) row.Add("");
            row.Add(text);
        }
        return row;
    }

    private string Cell(XmlReader xml, string place)
    {
        string type = xml.GetAttribute("t") ?? "n";
        bool isDate = int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out int style) && _dates.Contains(style), formula = false;
        string? value = null;
        if (xml.IsEmptyElement) return "";
        for (int depth = xml.Depth; xml.Read() && xml.Depth > depth;)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "f") formula = true;
            if (xml.LocalName == "is") value = SharedTexts.TextOf(xml);
            else if (xml.LocalName == "v" && !xml.IsEmptyElement) value = ValueOf(xml, place);
        }
        if (value is null && formula) throw Fault(place, "has a formula without its value: open the workbook in a spreadsheet program and save it");
        return value is null ? "" : Said(type, value, isDate, place);
    }

    private string Said(string type, string value, bool isDate, string place) => type switch
    {
        "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int i) && i < _texts.Count ? _texts[i] : throw Fault(place, "names a text that is not there"),
        "b" => value == "1" ? "true" : "false",
        "e" => throw Fault(place, "holds an error"),
        "n" when !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => throw Fault(place, "is not the number that it says it is"),
        "n" when double.Parse(value, CultureInfo.InvariantCulture) is var number => isDate && ExcelDate.Text(number, _from1904) is { } date ? date : number.ToString("R", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string ValueOf(XmlReader xml, string place)
    {
        var text = new System.Text.StringBuilder();
        for (int depth = xml.Depth; xml.Read() && xml.Depth > depth;)
            if (text.Append(xml.Value).Length > SheetReader.LongestField) throw Fault(place, $"is longer than {SheetReader.LongestField} characters");
        return text.ToString();
    }

    private static MlflowException Fault(string place, string what) => MlflowException.Invalid($"The cell {KeyRules.Cut(place, 12)} of the sheet {what}.");
}
