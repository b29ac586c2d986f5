using System.Security.Cryptography;
using Cairn.Compute.Scheduled;
using Cairn.Platform;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Slurm;

/// <summary>Runs Slurm's commands. Their words are never read by a shell, their time is limited, and their output is read when they have ended.</summary>
internal sealed class SlurmCommand(IProcessRunner processes, PlatformOptions platform, ComputeOptions compute, SlurmOptions options)
{
    public string SearchPath => compute.SearchPath;

    public string Home => platform.Folder("scratch/slurm");

    /// <exception cref="SchedulerAwayException">It is not installed or took too long.</exception>
    public async Task<SlurmAnswer> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        string folder = Home, file = Path.Combine(folder, RandomNumberGenerator.GetHexString(16)), errors = file + ".err";
        try
        {
            var spec = new ProcessSpec(command, folder, file) { ErrorFile = errors, Environment = Variables(), Timeout = options.Patience };
            ProcessResult result = await processes.RunAsync(spec, cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (result.End == ProcessEnd.TimedOut) throw new SchedulerAwayException($"{command[0]} did not answer within {options.Patience.TotalSeconds:0} s.");
            return new SlurmAnswer(result.ExitCode, await ReadAsync(file, cancellation), await ReadAsync(errors, cancellation));
        }
        catch (FileNotFoundException e)
        {
            throw new SchedulerAwayException(e.Message, e);
        }
        finally
        {
            File.Delete(file);
            File.Delete(errors);
        }
    }

    private Dictionary<string, string> Variables()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = SearchPath, ["HOME"] = Home, ["LC_ALL"] = "C" };
        if (options.Config is { } config) all["SLURM_CONF"] = config;
        return all;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellation) => File.Exists(path) ? await File.ReadAllTextAsync(path, cancellation) : "";
}
