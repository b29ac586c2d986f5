using System.Globalization;
using System.Xml;

namespace Cairn.Tracking.Imports.Workbooks;

/// <summary>Which styles of cells show a number as a date or a time.</summary>
internal static class DateStyles
{
    public static IReadOnlySet<int> Read(WorkbookParts parts)
    {
        var formats = new HashSet<int>();
        var styles = new HashSet<int>();
        using XmlReader? xml = parts.Xml("xl/styles.xml");
        int style = -1;
        while (xml?.Read() == true)
        {
            if (xml.LocalName == "cellXfs") style = xml.NodeType == XmlNodeType.Element ? 0 : -1;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "numFmt" && Number(xml, "numFmtId") is { } id && IsDate(xml.GetAttribute("formatCode") ?? "")) formats.Add(id);
            if (xml.LocalName == "xf" && style >= 0)
            {
                if (Number(xml, "numFmtId") is { } format && (formats.Contains(format) || format is (>= 14 and <= 22) or (>= 45 and <= 47))) styles.Add(style);
                style++;
            }
        }
        return styles;
    }

    /// <summary>Whether a format has a letter of dates outside of quotes, brackets and escapes.</summary>
    internal static bool IsDate(string format)
    {
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if (c is '\\' or '_' or '*') i++;
            else if (c is '"' or '[' && format.IndexOf(c == '"' ? '"' : ']', i + 1) is var end)
            {
                if (end < 0) return false;
                i = end;
            }
            else if ("ymdhsYMDHS".Contains(c)) return true;
        }
        return false;
    }

    private static int? Number(XmlReader xml, string attribute) => int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
