using System.Xml;

namespace Cairn.Tracking.Imports.Workbooks;

/// <summary>Which sheets a workbook has, in their order, and from which day it counts.</summary>
internal sealed record WorkbookIndex(IReadOnlyList<(string Name, string Part)> Sheets, bool From1904)
{
    private const string Root = "xl/workbook.xml", Relations = "xl/_rels/workbook.xml.rels";

    public static WorkbookIndex Read(WorkbookParts parts)
    {
        Dictionary<string, string> targets = Targets(parts);
        var sheets = new List<(string, string)>();
        bool from1904 = false;
        using XmlReader xml = parts.Xml(Root) ?? throw MlflowException.Invalid("The file is a zip archive but no Excel workbook.");
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "workbookPr") from1904 = xml.GetAttribute("date1904") is "1" or "true";
            // The relation's attribute is named in a namespace that the two editions of the standard do not share.
            if (xml.LocalName == "sheet" && xml.GetAttribute("name") is { } name && RelationOf(xml) is { } id && targets.TryGetValue(id, out string? part)) sheets.Add((name, part));
        }
        return new WorkbookIndex(sheets, from1904);
    }

    /// <summary>The part of the sheet that is named, or of the first.</summary>
    public string PartOf(string? sheet)
    {
        if (Sheets.Count == 0) throw MlflowException.Invalid("The workbook has no sheet.");
        if (sheet is null) return Sheets[0].Part;
        return Sheets.FirstOrDefault(s => s.Name == sheet).Part
            ?? throw MlflowException.Invalid($"The workbook has no sheet '{KeyRules.Cut(sheet, 100)}'; it has {string.Join(", ", Sheets.Take(20).Select(s => $"'{KeyRules.Cut(s.Name, 100)}'"))}.");
    }

    private static Dictionary<string, string> Targets(WorkbookParts parts)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using XmlReader? xml = parts.Xml(Relations);
        while (xml?.Read() == true)
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target)
                targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        return targets;
    }

    private static string? RelationOf(XmlReader xml)
    {
        string? id = null;
        while (xml.MoveToNextAttribute())
            if (xml.LocalName == "id" && xml.Prefix.Length > 0) id = xml.Value;
        xml.MoveToElement();
        return id;
    }
}
