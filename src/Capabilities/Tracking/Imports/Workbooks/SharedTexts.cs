using System.Text;
using System.Xml;

namespace Cairn.Tracking.Imports.Workbooks;

/// <summary>Texts that cells name by number. A text may be of pieces with their own looks; readings of Asian characters beside it are no part of it.</summary>
internal static class SharedTexts
{
    private const int Most = 1_000_000;

    public static IReadOnlyList<string> Read(WorkbookParts parts)
    {
        var texts = new List<string>();
        using XmlReader? xml = parts.Xml("xl/sharedStrings.xml");
        while (xml?.Read() == true)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si") continue;
            if (texts.Count == Most) throw MlflowException.Invalid($"The workbook has more than {Most} texts.");
            texts.Add(TextOf(xml));
        }
        return texts;
    }

    /// <summary>All text within the element that the reader stands on; it ends at that element's end.</summary>
    public static string TextOf(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var text = new StringBuilder();
        int depth = xml.Depth;
        bool inText = false, beside = false;
        while (xml.Read() && xml.Depth > depth)
        {
            bool opens = xml.NodeType == XmlNodeType.Element;
            if (opens || xml.NodeType == XmlNodeType.EndElement)
            {
                if (xml.LocalName == "rPh") beside = opens && !xml.IsEmptyElement;
                inText = opens && xml.LocalName == "t" && !xml.IsEmptyElement && !beside;
            }
            else if (inText) text.Append(xml.Value);
            if (text.Length > SheetReader.LongestField) throw MlflowException.Invalid($"A text of the workbook is longer than {SheetReader.LongestField} characters.");
        }
        return text.ToString();
    }
}
