namespace Cairn.Cli.Begin;

/// <summary>What a script writes: outputs of the step, copied to where it must put them.</summary>
internal sealed class FirstWrites(ScriptPlace place, List<string> guessed, List<string> look)
{
    private readonly FirstNames _names = new();
    private readonly Dictionary<string, (string Name, string Type)> _outputs = [];

    public bool Made => _outputs.Count > 0;

    public bool Measures => _outputs.Values.Any(o => o.Type == "metrics");

    public string Ports => Made ? string.Join(", ", _outputs.Values.Select(o => $"{o.Name}: {o.Type}")) : "done: file";

    /// <summary>Folders written into, which the commit may not have.</summary>
    public IEnumerable<string> Folders => _outputs.Keys.Select(p => Path.GetDirectoryName(p) ?? "").Where(f => f.Length > 0).Distinct();

    public IEnumerable<string> Copies => Made ? _outputs.Select(o => $"cp {Quoted(o.Key)} \"$CAIRN_OUT_{o.Value.Name.ToUpperInvariant()}\"") : ["date > \"$CAIRN_OUT_DONE\""];

    public void Add(FileUse use)
    {
        var where = $"{place.Script}:{use.Line}";
        if (_outputs.ContainsKey(use.Path))
        {
            return;
        }
        if (Path.IsPathRooted(use.Path) || use.Path[0] == '~' || place.Inside(use.Path) is null)
        {
            look.Add($"{where} writes {use.Path}, outside of the repository; let it write beside itself, and name it under 'out'");
            return;
        }
        var type = Type(use.Path);
        var name = _names.Take(type is "model" or "metrics" ? type : FirstNames.Of(Path.GetFileNameWithoutExtension(use.Path)));
        _outputs[use.Path] = (name, type);
        guessed.Add($"{where} writes {use.Path}: the output '{name}' of type {type}");
        if (Path.GetExtension(use.Path) is ".pkl" or ".pickle" or ".joblib")
        {
            look.Add($"{use.Path} is a pickle, which no endpoint serves: write ONNX (skl2onnx) to have it served, as an output of type model");
        }
    }

    /// <summary>One word of a shell line.</summary>
    public static string Quoted(string path)
    {
        path = path[0] == '-' ? "./" + path : path;
        return path.All(c => char.IsAsciiLetterOrDigit(c) || "._-/".Contains(c)) ? path : "'" + path.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    private static string Type(string path) => Path.GetExtension(path) switch
    {
        ".onnx" => "model",
        ".parquet" => "table",
        ".json" when Path.GetFileName(path) is { } name && (name.Contains("metric", StringComparison.OrdinalIgnoreCase) || name.Contains("score", StringComparison.OrdinalIgnoreCase)) => "metrics",
        _ => "file",
    };
}
