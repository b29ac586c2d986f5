using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cairn.Cli.Begin;

/// <summary>The code cells of a Jupyter notebook as one script. What only a notebook understands (<c>%magic</c>, <c>!command</c>, <c>name?</c>) becomes a comment.</summary>
/// <param name="LeftOut">Such lines, as they were.</param>
internal sealed partial record NotebookScript(string Code, int Cells, IReadOnlyList<string> LeftOut)
{
    /// <exception cref="FormatException">It is no notebook with Python in it; the message says why.</exception>
    public static NotebookScript Read(byte[] file, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 64 });
            var root = document.RootElement;
            if (Language(root) is { } language && !language.StartsWith("python", StringComparison.OrdinalIgnoreCase))
            {
                throw new FormatException($"its language is {language}; only Python is read");
            }
            var cells = Cells4(root).Where(c => c.GetProperty("cell_type").GetString() == "code").Select(Source).Where(s => s.Trim().Length > 0).ToList();
            return cells.Count == 0 ? throw new FormatException("it has no cell with code") : Write(cells, name);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("it is not a Jupyter notebook", fault);
        }
    }

    private static NotebookScript Write(List<string> cells, string name)
    {
        var (code, out_) = (new StringBuilder(), new List<string>());
        for (var i = 0; i < cells.Count; i++)
        {
            code.Append($"\n# %% cell {i + 1}\n");
            Cell(cells[i], code, out_);
        }
        var body = code.ToString();
        var shows = PythonTokens.Of(body).Any(t => t is { Kind: PythonKind.Name, Text: "display" });
        return new NotebookScript($"# The code of {name}; the notebook is as it was.\n{(shows ? "display = print\n" : "")}{body}", cells.Count, out_);
    }

    private static void Cell(string source, StringBuilder code, List<string> leftOut)
    {
        var sofar = new StringBuilder();
        var (whole, goesOn, indent) = (false, false, "");
        foreach (var (line, first) in source.ReplaceLineEndings("\n").Split('\n').Select((l, i) => (l.TrimEnd('\r'), i == 0)))
        {
            var bare = line.TrimStart();
            whole |= first && bare.StartsWith("%%", StringComparison.Ordinal) && !Timing().IsMatch(bare);
            var magic = whole || goesOn || (!PythonTokens.IsOpen(sofar.ToString()) && (bare.StartsWith('%') || bare.StartsWith('!') || bare.StartsWith('?') || Help().IsMatch(bare) || Assigned().IsMatch(bare)));
            if (!magic)
            {
                sofar.Append(line).Append('\n');
                code.Append(line).Append('\n');
                continue;
            }
            // The lines that a command goes on in stand as it does, whatever their own place.
            var begins = !whole && !goesOn;
            indent = begins ? line[..^bare.Length] : indent;
            goesOn = !whole && bare.EndsWith('\\');
            if (bare.Length > 0)
            {
                leftOut.Add(bare);
                var instead = !begins ? "" : Assigned().Match(bare) is { Success: true } made ? made.Groups[1].Value + " = []  " : indent.Length > 0 ? "pass  " : "";
                code.Append(indent).Append(instead).Append("# left out: ").Append(bare).Append('\n');
            }
        }
    }

    private static string? Language(JsonElement root)
        => root.TryGetProperty("metadata", out var meta) && meta.ValueKind == JsonValueKind.Object
            && ((meta.TryGetProperty("kernelspec", out var kernel) && kernel.ValueKind == JsonValueKind.Object && kernel.TryGetProperty("language", out var l))
                || (meta.TryGetProperty("language_info", out kernel) && kernel.ValueKind == JsonValueKind.Object && kernel.TryGetProperty("name", out l)))
            ? l.GetString() : null;

    // Notebooks of before 2015 have their cells in worksheets.
    private static IEnumerable<JsonElement> Cells4(JsonElement root)
        => root.TryGetProperty("cells", out var cells) ? cells.EnumerateArray() : root.GetProperty("worksheets").EnumerateArray().SelectMany(w => w.GetProperty("cells").EnumerateArray());

    private static string Source(JsonElement cell)
    {
        var source = cell.TryGetProperty("source", out var found) ? found : cell.GetProperty("input");
        return source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray().Select(l => l.GetString())) : source.GetString() ?? "";
    }

    [GeneratedRegex("^%%(time|timeit|capture)\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Timing();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.]*[?]{1,2}$", RegexOptions.NonBacktracking)]
    private static partial Regex Help();

    [GeneratedRegex("^([A-Za-z_][A-Za-z0-9_]*) *= *[!%]", RegexOptions.NonBacktracking)]
    private static partial Regex Assigned();
}
