namespace Cairn.Cli.Begin;

/// <summary>What can be seen of a script without running it.</summary>
/// <param name="Computed">Lines that read a file whose path is made when it runs.</param>
/// <param name="Seeded">It speaks of a seed.</param>
/// <param name="Plots">It uses matplotlib.</param>
/// <param name="Learns">It calls <c>fit</c> or <c>train</c>.</param>
internal sealed record ScriptFacts(IReadOnlyList<FileUse> Uses, IReadOnlyList<int> Computed, bool Seeded, bool Plots, bool Learns)
{
    private static readonly HashSet<string> Readers = ["read_csv", "read_table", "read_parquet", "read_json", "read_excel", "read_feather", "scan_csv", "scan_parquet", "read_ndjson", "loadtxt", "genfromtxt"];

    private static readonly HashSet<string> Writers =
        ["to_csv", "to_parquet", "to_json", "to_excel", "to_pickle", "to_feather", "write_csv", "write_parquet", "savefig", "save_model", "save", "savez", "dump", "write_html"];

    public static ScriptFacts Of(string code)
    {
        var tokens = PythonTokens.Of(code);
        var (uses, computed) = (new List<FileUse>(), new List<int>());
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (tokens[i].Kind != PythonKind.Name || !tokens[i + 1].Is('('))
            {
                continue;
            }
            var arguments = Texts(tokens, i + 1);
            if (Use(tokens, i, arguments) is { } use)
            {
                uses.Add(use);
            }
            else if (Readers.Contains(tokens[i].Text))
            {
                computed.Add(tokens[i].Line);
            }
        }
        return new ScriptFacts(uses, computed, Names(tokens, n => n.Contains("seed", StringComparison.OrdinalIgnoreCase) || n == "random_state"), Names(tokens, n => n == "matplotlib"), Names(tokens, n => n is "fit" or "train"));
    }

    private static FileUse? Use(IReadOnlyList<PythonToken> tokens, int call, List<(PythonToken Token, bool First, bool Alone)> arguments)
    {
        var name = tokens[call].Text;
        var first = arguments.Find(a => a.First).Token;
        if (Readers.Contains(name))
        {
            return first.Text is null ? null : new FileUse(tokens[call], first, false, arguments.Find(a => a.First).Alone);
        }
        if (Writers.Contains(name))
        {
            return arguments.Find(a => IsFile(a.Token.Text)).Token is { Text: not null } file ? new FileUse(tokens[call], file, true, false) : null;
        }
        if (first.Text is null || !IsFile(first.Text))
        {
            return null;
        }
        var writes = name switch
        {
            "open" => arguments.Find(a => !a.First).Token.Text is { Length: <= 3 } mode && mode.AsSpan().IndexOfAny("wax") >= 0,
            "Path" => call + 5 < tokens.Count && tokens[call + 3].Is(')') && tokens[call + 4].Is('.') && tokens[call + 5].Text is "write_text" or "write_bytes",
            _ => false,
        };
        return writes ? new FileUse(tokens[call], first, true, false) : null;
    }

    /// <summary>Arguments of a call that are one text each.</summary>
    private static List<(PythonToken Token, bool First, bool Alone)> Texts(IReadOnlyList<PythonToken> tokens, int open)
    {
        var found = new List<(PythonToken, bool, bool)>();
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Is('(') || tokens[i].Is('[') || tokens[i].Is('{') ? 1 : tokens[i].Is(')') || tokens[i].Is(']') || tokens[i].Is('}') ? -1 : 0;
            if (depth == 0)
            {
                break;
            }
            if (depth == 1 && tokens[i].Kind == PythonKind.Text && i + 1 < tokens.Count && (tokens[i - 1].Is('(') || tokens[i - 1].Is(',') || tokens[i - 1].Is('=')) && (tokens[i + 1].Is(',') || tokens[i + 1].Is(')')))
            {
                found.Add((tokens[i], i == open + 1, i == open + 1 && tokens[i + 1].Is(')')));
            }
        }
        return found;
    }

    private static bool IsFile(string? text) => text is { Length: > 2 and < 200 } && text.LastIndexOf('.') is > 0 and var dot && text.Length - dot is > 1 and <= 9 && !text.Contains("://", StringComparison.Ordinal);

    private static bool Names(IReadOnlyList<PythonToken> tokens, Func<string, bool> are) => tokens.Any(t => t.Kind == PythonKind.Name && are(t.Text));
}
