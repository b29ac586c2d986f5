using System.Security.Cryptography;
using System.Text;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Environments.Restoring;

/// <summary>
/// Environments made of lock files, each once: below a folder a file by digest that names a folder of its own. Two that are made at once are
/// both whole; the file names one of them.
/// </summary>
internal sealed class EnvironmentShelf(IProcessRunner runner, string home)
{
    private const int Longest = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The environment's folder, or why it could not be made; neither where the tool for it is not ready.</summary>
    /// <param name="installed">What the interpreter finds without it.</param>
    /// <param name="environment">In which the command will run.</param>
    public async Task<(string? Folder, string? Fault)> GetAsync(IRestorer restorer, TaskLock locked, Installed installed, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        string record = Path.Combine(home, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{locked.Interpreter}\n{installed.Version}\n{environment.GetValueOrDefault("PATH")}\n{locked.Name}\n{locked.Text}")))[..32]);
        if (MadeBefore(record) is { } made) return (made, null);
        if (!restorer.IsReady(installed)) return (null, null);
        await _one.WaitAsync(cancellation);
        try
        {
            return MadeBefore(record) is { } meanwhile ? (meanwhile, null) : await MakeAsync(record, restorer, locked, environment, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    private static string? MadeBefore(string record) => File.Exists(record) && File.ReadAllText(record) is var folder && Directory.Exists(folder) ? folder : null;

    private async Task<(string?, string?)> MakeAsync(string record, IRestorer restorer, TaskLock locked, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        string folder = Directory.CreateDirectory($"{record}-{Guid.NewGuid():N}").FullName, log = folder + ".log", list = folder + ".lock";
        var variables = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        foreach ((string name, string value) in restorer.Settings) variables[name] = value;
        try
        {
            await File.WriteAllTextAsync(list, restorer.Text(locked), cancellation);
            foreach (IReadOnlyList<string> command in restorer.Commands(locked, folder, list))
                if (!(await runner.RunAsync(new ProcessSpec(command, home, log) { Environment = variables, Timeout = Patience }, cancellation: cancellation)).Succeeded)
                    return Broken(folder, Reason(File.Exists(log) ? File.ReadAllLines(log) : []));
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
        Directory.Delete(folder, recursive: true);
        return (null, reason);
    }

    // From the last error on, else what was said last.
    private static string Reason(string[] log)
    {
        string[] said = [.. log.Select(l => l.Trim()).Where(l => l.Length > 0)];
        int error = Array.FindLastIndex(said, l => l.StartsWith("error", StringComparison.OrdinalIgnoreCase));
        string words = string.Join(' ', error < 0 ? said.TakeLast(1) : said.Skip(error));
        return words.Length == 0 ? "the interpreter told nothing" : words[..Math.Min(words.Length, Longest)];
    }
}
