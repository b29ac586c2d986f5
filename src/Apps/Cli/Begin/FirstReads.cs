using System.Text;

namespace Cairn.Cli.Begin;

/// <summary>What a script reads: a file of the repository comes with the commit, everything else becomes a source.</summary>
internal sealed class FirstReads(ScriptPlace place, ScriptLanguage language, List<string> guessed, List<string> look)
{
    private static readonly string[] Formats = [".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".csv.gz", ".tsv.gz", ".json.gz", ".jsonl.gz"];

    private readonly FirstNames _names = new();
    private readonly Dictionary<string, string> _sources = [];
    private readonly List<(FileUse Use, string Name)> _rewritten = [];

    /// <summary>The section <c>data</c>, empty when there is none.</summary>
    public string Sources => _sources.Count == 0 ? "" : "data:\n" + string.Concat(_sources.Select(s => $"  {s.Value}: {{from: {Quoted(From(s.Key))}, every: new}}\n"));

    public string Ports => _sources.Count == 0 ? "" : $"    in: {{{string.Join(", ", _sources.Values.Select(n => $"{n}: data.{n}"))}}}\n";

    public void Add(FileUse use, bool made)
    {
        var where = $"{place.Script}:{use.Line}";
        var remote = use.Path.Contains("://", StringComparison.Ordinal);
        if (!remote && place.Inside(use.Path) is { } inside && File.Exists(place.FullOf(use.Path)))
        {
            guessed.Add($"{where} reads {inside}, which comes with the commit; as a source under 'data' each new file would be a version of its own");
            return;
        }
        if (!Usable(use.Path, remote))
        {
            look.Add($"{where} reads {use.Path}, which cannot be a source as it stands: a source is a csv, json or parquet file, or a table");
            return;
        }
        var known = _sources.TryGetValue(use.Path, out var name);
        name ??= _sources[use.Path] = _names.Take(FirstNames.Of(Path.GetFileName(use.Path).Split('.')[0]));
        if (!known)
        {
            guessed.Add($"{where} reads {use.Path}: the source '{name}', gathered when something new appears");
        }
        if (!remote && !File.Exists(place.FullOf(use.Path)))
        {
            look.Add($"{use.Path} is not there: put it into data/sources/<project>/ of the server, or mend 'from' of '{name}'");
        }
        if (made && use.Alone)
        {
            _rewritten.Add((use, name));
            guessed.Add($"{where} now reads what the step is given, a folder of Parquet files");
        }
        else
        {
            look.Add($"{where} still reads {use.Path} itself; what the step is given is {language.InputOf(Variable(name))}");
        }
    }

    /// <summary>The code with calls that read sources turned to the step's inputs.</summary>
    public string Rewrite(string code)
    {
        if (_rewritten.Count == 0)
        {
            return code;
        }
        var made = new StringBuilder(code);
        foreach (var (use, name) in _rewritten.OrderByDescending(r => r.Use.Call.Start))
        {
            made.Remove(use.Text.Start, use.Text.End - use.Text.Start).Insert(use.Text.Start, $"os.environ[\"{Variable(name)}\"]");
            made.Remove(use.Call.Start, use.Call.Text.Length).Insert(use.Call.Start, use.Call.Text.StartsWith("scan", StringComparison.Ordinal) ? "scan_parquet" : "read_parquet");
        }
        return made.Insert(code.IndexOf('\n', StringComparison.Ordinal) + 1, "import os\n").ToString();
    }

    private static bool Usable(string path, bool remote)
    {
        var scheme = remote ? path[..path.IndexOf("://", StringComparison.Ordinal)] : "";
        var rest = remote ? path[(scheme.Length + 3)..] : path;
        return !path.Contains('{') && !path.Contains('@') && rest.Length > 0 && rest[0] != '~' && (!remote || (scheme is "https" or "http" or "s3" && rest.IndexOf('/') > 0))
            && Formats.Any(f => path.EndsWith(f, StringComparison.OrdinalIgnoreCase));
    }

    private string From(string path) => path.Contains("://", StringComparison.Ordinal) || !File.Exists(place.FullOf(path)) ? path : place.FullOf(path);

    private static string Variable(string name) => "CAIRN_IN_" + name.ToUpperInvariant();

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
