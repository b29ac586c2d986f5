using Cairn.Pipelines.Caching;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The laboratory's machine: programs of its own before those of this one, and engines whose versions can be told otherwise.</summary>
internal sealed class MutatedMachine
{
    private static readonly string[] Known = [EngineVersions.Duck, EngineVersions.Boost, EngineVersions.Onnx];
    private readonly string _programs;
    private readonly Dictionary<string, string> _engines = [];

    public MutatedMachine(string programs)
    {
        _programs = programs;
        Restore();
    }

    public string SearchPath => $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}";

    public EngineVersions Engines => new(Known.ToDictionary(e => e, e => (Func<string>)(() => _engines.GetValueOrDefault(e, "1.0")), StringComparer.Ordinal));

    /// <summary>As it was before every mutation: <c>speak</c>, which is written to be run by <c>sh</c>, and <c>learn</c>, which chooses another.</summary>
    public void Restore()
    {
        _engines.Clear();
        if (Directory.Exists(_programs)) Directory.Delete(_programs, recursive: true);
        Directory.CreateDirectory(_programs);
        Program("speak", "echo spoken");
        Program("node-lab", "[ \"$1\" = --version ] && cat \"$(dirname \"$0\")/chosen\" && exit; echo learned");
        File.WriteAllText(Path.Combine(_programs, "chosen"), "v22.1.0\n");
        Program("python-lab", $"[ \"$1\" = --version ] && echo Python 3.12.1 && exit; [ \"$1\" = -c ] && {{ echo 3.12.1; cat {_programs}/site/*; echo in {_programs}/site; exit; }}; echo computed");
        Directory.CreateDirectory(Path.Combine(_programs, "site"));
        Install("numpy", "2.3");
        Install("scipy", "1.15");
    }

    public void Program(string name, string text)
    {
        string path = Path.Combine(_programs, name);
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Choose(string version) => File.WriteAllText(Path.Combine(_programs, "chosen"), version + "\n");

    /// <summary>A package for <c>python-lab</c>, in place of its version before.</summary>
    public void Install(string name, string version)
    {
        string site = Path.Combine(_programs, "site");
        foreach (string old in Directory.GetFiles(site, name + "-*")) File.Delete(old);
        File.WriteAllText(Path.Combine(site, $"{name}-{version}"), $"{name}=={version}\n");
    }

    public void Remove(string name) => File.Delete(Path.Combine(_programs, name));

    public void Engine(string name, string version) => _engines[name] = version;
}
