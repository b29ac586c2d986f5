using System.IO.Compression;
using System.Text;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>An Excel workbook written part by part, so that a test can leave any of them wrong.</summary>
internal sealed class TestWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal)
    {
        ["xl/styles.xml"] = $"""
            <styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm"/><numFmt numFmtId="165" formatCode="0.00 &quot;days&quot;"/></numFmts>
            <cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>
            """,
    };

    /// <param name="sheets">Rows of each sheet as XML, by its name.</param>
    public TestWorkbook(string texts, params (string Name, string Rows)[] sheets)
    {
        _parts["xl/workbook.xml"] = $"""<workbook xmlns="{Main}" xmlns:r="{Rel}"><sheets>{string.Concat(sheets.Select((s, i) => $"""<sheet name="{s.Name}" sheetId="{i + 1}" r:id="rId{i}"/>"""))}</sheets></workbook>""";
        _parts["xl/_rels/workbook.xml.rels"] = $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(sheets.Select((_, i) => $"""<Relationship Id="rId{i}" Target="{(i == 0 ? "" : "/xl/")}worksheets/s{i}.xml"/>"""))}</Relationships>""";
        _parts["xl/sharedStrings.xml"] = $"""<sst xmlns="{Main}">{texts}</sst>""";
        for (int i = 0; i < sheets.Length; i++) _parts[$"xl/worksheets/s{i}.xml"] = $"""<worksheet xmlns="{Main}"><sheetData>{sheets[i].Rows}</sheetData></worksheet>""";
    }

    public TestWorkbook With(string part, string content)
    {
        _parts[part] = content;
        return this;
    }

    public byte[] ToBytes()
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create))
            foreach ((string name, string content) in _parts)
                using (Stream part = zip.CreateEntry(name).Open()) part.Write(Encoding.UTF8.GetBytes(content));
        return target.ToArray();
    }
}
