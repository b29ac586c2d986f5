namespace Cairn.Contracts.Projects;

/// <summary>A step that needs no code.</summary>
/// <param name="In">Input ports with their types; a name ending in '?' may be left out; '*' is any number of others.</param>
/// <param name="Out">Output ports when the file names none; others may not be named.</param>
/// <param name="With">Options.</param>
public sealed record BuiltIn(
    string Name, string Doc, IReadOnlyDictionary<string, PortType> In, IReadOnlyDictionary<string, PortType> Out, IReadOnlyList<string> With)
{
    /// <summary>Type of an input port, or null when there is no such port.</summary>
    public PortType? Input(string port) => Lookup(port) ?? Lookup(port + "?") ?? Lookup("*");

    private PortType? Lookup(string port) => In.TryGetValue(port, out var type) ? type : null;
}

/// <summary>The closed list of built-ins: ports and options, the source of what the parser accepts.</summary>
public static class BuiltIns
{
    public static IReadOnlyList<BuiltIn> All { get; } =
    [
        Make("query", "SQL by DuckDB over its inputs", "*:table", "table:table", "sql file last"),
        Make("features", "joins to each row what features were known to be at its time", "table:table *:table", "table:table", "time"),
        Make("split", "parts a table by time, group or at random", "table:table", "train:table test:table valid:table",
            "by how train test valid embargo group seed newest"),
        Make("train", "trains XGBoost and writes ONNX with the preparation inside", "train:table valid?:table", "model:model metrics:metrics",
            "label features categories drop task weight rounds early_stop calibrate time threads key"),
        Make("package", "scoring code, built from the commit and tested, packed around a model", "model:model", "model:model report:report", "code manifest tests"),
        Make("evaluate", "measures a model: binary, multiclass or regression, with slices", "model:model test:table champion?:model", "metrics:metrics report:report",
            "label slices task threshold bins min_rows time key primary latency"),
        Make("explain", "what the model looks at", "model:model test:table", "report:report", "label rows seed columns"),
        Make("predict", "scores a table with a model of the pipeline, a registered version, or what an endpoint serves", "model?:model table:table", "table:table", "version endpoint environment keep batch key dataset"),
        Make("check", "a data contract on a table", "table:table", "report:report", "expect on_fail"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(b => b.Name)];

    public static BuiltIn? Find(string name) => All.FirstOrDefault(b => b.Name == name);

    private static BuiltIn Make(string name, string doc, string inputs, string outputs, string with) => new(name, doc, Ports(inputs), Ports(outputs), with.Split(' '));

    private static OrderedDictionary<string, PortType> Ports(string text)
    {
        var ports = new OrderedDictionary<string, PortType>(StringComparer.Ordinal);
        foreach (var port in text.Split(' '))
        {
            var at = port.IndexOf(':');
            ports[port[..at]] = Enum.Parse<PortType>(port[(at + 1)..], ignoreCase: true);
        }

        return ports;
    }
}
