using System.Security.Cryptography;
using System.Text;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Environments;

/// <summary>
/// Python environments made of lock files, each once: below a folder a file by digest that names a folder of its own. Two that are made at once are
/// both whole; the file names one of them.
/// </summary>
internal sealed class VirtualEnvironments(IProcessRunner runner, ComputeOptions options, string home)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The environment's folder, or why it could not be made.</summary>
    /// <param name="version">Of the interpreter.</param>
    /// <param name="environment">In which the command will run.</param>
    public async Task<(string? Folder, string? Fault)> GetAsync(TaskLock locked, string version, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        string record = Path.Combine(home, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{locked.Interpreter}\n{version}\n{environment.GetValueOrDefault("PATH")}\n{locked.Name}\n{locked.Text}")))[..32]);
        if (MadeBefore(record) is { } made) return (made, null);
        if (!IsConfigured) return (null, null);
        await _one.WaitAsync(cancellation);
        try
        {
            return MadeBefore(record) is { } meanwhile ? (meanwhile, null) : await MakeAsync(record, locked, environment, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    // Only where somebody said where packages come from.
    private bool IsConfigured => options.Pip.Keys.Any(k => k is "PIP_INDEX_URL" or "PIP_EXTRA_INDEX_URL" or "PIP_FIND_LINKS" or "PIP_CONFIG_FILE");

    private static string? MadeBefore(string record) => File.Exists(record) && File.ReadAllText(record) is var folder && Directory.Exists(folder) ? folder : null;

    private async Task<(string?, string?)> MakeAsync(string record, TaskLock locked, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        Directory.CreateDirectory(home);
        string folder = $"{record}-{Guid.NewGuid():N}", log = folder + ".log", list = folder + ".txt";
        var variables = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        foreach ((string name, string value) in options.Pip) variables[name] = value;
        try
        {
            await File.WriteAllTextAsync(list, Requirements(locked), cancellation);
            if (!await RunAsync([locked.Interpreter, "-m", "venv", "--without-pip", folder], log, variables, cancellation)
                || !await RunAsync([locked.Interpreter, "-m", "pip", "--python", Path.Combine(folder, "bin/python"), "install", "--quiet", "--no-input", "--disable-pip-version-check", "-r", list], log, variables, cancellation))
                return Broken(folder, (File.Exists(log) ? File.ReadLines(log).LastOrDefault(l => l.Trim().Length > 0) : null) ?? "the interpreter told nothing");
            await File.WriteAllTextAsync(folder + ".made", folder, cancellation);
            File.Move(folder + ".made", record, overwrite: true);
            return (folder, null);
        }
        finally
        {
            File.Delete(log);
            File.Delete(list);
        }
    }

    private static (string?, string?) Broken(string folder, string reason)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return (null, reason);
    }

    // A file of another form than pip's is told to it package by package.
    private static string Requirements(TaskLock locked)
        => LockedPackages.IsTable(locked.Name) ? string.Concat(LockedPackages.Read(locked).Select(p => $"{p.Key}=={p.Value}\n")) : locked.Text;

    private async Task<bool> RunAsync(IReadOnlyList<string> command, string log, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
        => (await runner.RunAsync(new ProcessSpec(command, home, log) { Environment = environment, Timeout = Patience }, cancellation: cancellation)).Succeeded;
}
