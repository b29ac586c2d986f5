using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Compute.Tasks;

/// <summary>
/// A task's own directory (mode 0700): <c>work/</c> its working directory, <c>out/</c> its outputs, <c>tmp/</c>, <c>home/</c>,
/// <c>in.json</c>, <c>params.json</c>, and <c>reason.txt</c> if it says why it failed.
/// </summary>
internal sealed record Scratch(string Root)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int ReasonLimit = 1000;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string Work => Path.Combine(Root, "work");

    private string Out => Path.Combine(Root, "out");

    /// <summary>The variable that every process of the task inherits and no other task has.</summary>
    public string Mark => "CAIRN_IN=" + InFile;

    private string InFile => Path.Combine(Root, "in.json");

    private string ParamsFile => Path.Combine(Root, "params.json");

    public string OutputPath(string port) => Path.Combine(Out, port);

    public void Prepare(ComputeTask task)
    {
        Remove();
        foreach (string folder in new[] { Root, Work, Out, Path.Combine(Root, "tmp"), Path.Combine(Root, "home") }) Directory.CreateDirectory(folder, Private);
        if (task.SourceDirectory is { } source) SourceCopy.Make(source, Work);
        JsonNode parameters = task.Parameters?.DeepClone() ?? new JsonObject();
        File.WriteAllText(ParamsFile, parameters.ToJsonString(Indented));
        var file = new JsonObject
        {
            ["task"] = task.Key,
            ["project"] = task.Project,
            ["inputs"] = JsonSerializer.SerializeToNode(task.Inputs),
            ["outputs"] = JsonSerializer.SerializeToNode(task.Outputs.ToDictionary(p => p, OutputPath, StringComparer.Ordinal)),
            ["params"] = parameters,
            ["seed"] = task.Seed,
            ["memory"] = task.Memory,
        };
        File.WriteAllText(InFile, file.ToJsonString(Indented));
    }

    /// <summary>The whole environment of the task.</summary>
    public Dictionary<string, string> Environment(ComputeTask task, ComputeOptions options)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = options.SearchPath,
            ["HOME"] = Path.Combine(Root, "home"),
            ["TMPDIR"] = Path.Combine(Root, "tmp"),
            ["LANG"] = "C.UTF-8",
        };
        foreach ((string name, string value) in options.EnvironmentOf(task.Command).Concat(task.Environment)) all[name] = value;
        foreach ((string port, string path) in task.Inputs) all["CAIRN_IN_" + TaskRules.Variable(port)] = path;
        foreach (string port in task.Outputs) all["CAIRN_OUT_" + TaskRules.Variable(port)] = OutputPath(port);
        (all["CAIRN_TASK"], all["CAIRN_IN"], all["CAIRN_PARAMS"]) = (task.Key, InFile, ParamsFile);
        if (task.Seed is { } seed) all["CAIRN_SEED"] = $"{seed}";
        return all;
    }

    /// <summary>What the command itself says of its failure.</summary>
    public string? Reason()
    {
        var file = new FileInfo(Path.Combine(Root, "reason.txt"));
        if (!file.Exists || file.LinkTarget is not null || Native.Stat(file.FullName) is not { IsFile: true }) return null;
        using var reader = new StreamReader(file.FullName);
        char[] text = new char[ReasonLimit];
        int length = reader.ReadBlock(text);
        return length == 0 ? null : new string(text, 0, length).Trim();
    }

    /// <summary>Only the outputs are still wanted.</summary>
    public void RemoveWork()
    {
        foreach (string folder in Directory.Exists(Root) ? Directory.GetDirectories(Root) : [])
            if (folder != Out) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Removes it unless something still writes there; what is left then goes at the next start.</summary>
    public void TryRemove()
    {
        try
        {
            Remove();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A silent node may have come back to life.
        }
    }

    public void Remove()
    {
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }
}
