using System.Collections.Concurrent;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Caching;

/// <summary>What the steps of one run would execute with, as seen from here: the native engines of built-ins, the programs that commands and scripts name. Each is looked at once.</summary>
internal sealed class RunTools(string tree, Machine machine)
{
    private const string Shell = "/bin/sh";
    private const long LargestScript = 1 << 18;
    private const int LongestList = 4000;
    private readonly ConcurrentDictionary<(string Name, string Path), string?> _versions = new();
    private readonly ConcurrentDictionary<(string Program, string Path), Task<string?>> _installed = new();
    private readonly ConcurrentDictionary<string, ProgramPath> _paths = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlySet<string>> _names = new(StringComparer.Ordinal);

    /// <summary>What counts of a step whatever it reads.</summary>
    public IEnumerable<(string Name, string Version)> Of(Step step)
        => step.Use is { } kind ? [.. BuiltInVersions.EnginesOf(kind).Select(e => ($"engine {e}", machine.Engines.Of(e))), .. Found(BuiltInVersions.ProgramsOf(kind), PathOf(step))] : Found([Shell, .. ProgramNames.Of(step.Run!)], PathOf(step));

    /// <summary>Programs that a file of the tree names.</summary>
    public IEnumerable<(string Name, string Version)> NamedBy(string file, Step step) => Found(_names.GetOrAdd(file, Read), PathOf(step));

    /// <summary>Interpreters that a built-in starts, or that the command names itself, or by a script of the tree.</summary>
    public IReadOnlyList<string> InterpretersOf(Step step)
        => step.Run is not { } line ? BuiltInVersions.ProgramsOf(step.Use!) : [.. ProgramNames.Of(line).Concat(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => File.Exists(Path.Combine(tree, w))).SelectMany(w => _names.GetOrAdd(w, Read)))
            .Where(Interpreters.Knows).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The packages that an interpreter finds, told by their digest when they are many; null when it cannot be asked.</summary>
    /// <param name="cancellation">Of the run, which this is a part of.</param>
    public Task<string?> InstalledForAsync(string program, Step step, CancellationToken cancellation) => _installed.GetOrAdd((program, PathOf(step)), async k =>
    {
        string? list = await machine.InstalledForAsync(k.Program, k.Path, cancellation);
        return list?.Length > LongestList ? Digest.Of(list) : list;
    });

    private IEnumerable<(string, string)> Found(IEnumerable<string> names, string path)
    {
        foreach (string name in names)
            if (_versions.GetOrAdd((name, path), k => machine.Programs.VersionOf(k.Name, _paths.GetOrAdd(k.Path, machine.Programs.Look))) is { } version) yield return ($"program {name}", version);
    }

    private string PathOf(Step step) => step.Vars.GetValueOrDefault("PATH") ?? machine.SearchPath;

    private IReadOnlySet<string> Read(string name)
    {
        var file = new FileInfo(Path.Combine(tree, name));
        if (!file.Exists || file.Length > LargestScript) return new HashSet<string>();
        string text = File.ReadAllText(file.FullName);
        return text.Contains('\0') ? new HashSet<string>() : ProgramNames.Of(text);
    }
}
