using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace Cairn.Tracking.Artifacts;

/// <summary>Types of files by extension; whatever is text, HTML and scripts too, is plain text.</summary>
internal static class ContentTypes
{
    private static readonly FileExtensionContentTypeProvider Known = new();
    private static readonly FrozenSet<string> Texts = ".txt .log .err .cfg .conf .cnf .ini .properties .prop .hocon .json .jsonl .yaml .yml .csv .tsv .md .rst .py .r .js .mjs .ts .html .htm .xhtml .xml .svg .css .sql .toml .sh"
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static string Of(string path)
    {
        if (path.EndsWith("/MLmodel", StringComparison.Ordinal) || path.EndsWith("/MLproject", StringComparison.Ordinal) || Texts.Contains(Path.GetExtension(path))) return "text/plain";
        return Known.TryGetContentType(path, out string? type) && !type.StartsWith("text/", StringComparison.Ordinal) && !type.Contains("xml", StringComparison.Ordinal) ? type : "application/octet-stream";
    }
}
