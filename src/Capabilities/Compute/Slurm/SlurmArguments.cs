using System.Globalization;
using Cairn.Compute.Scheduled;
using Cairn.Contracts.Projects;

namespace Cairn.Compute.Slurm;

/// <summary>The words of <c>sbatch</c> for a job.</summary>
internal static class SlurmArguments
{
    // Slurm's own limit is the second line of defence: the launcher ends a command in time and says so.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private const int Nice = 1000;

    /// <param name="script">The job's script and the words that it takes before those of the launcher.</param>
    public static IReadOnlyList<string> Of(JobOrder job, SlurmOptions options, IReadOnlyList<string> script)
    {
        List<string> words =
        [
            "sbatch", "--parsable", "--no-requeue", $"--job-name={job.Name}", "--ntasks=1", $"--cpus-per-task={(int)Math.Max(1, Math.Ceiling(job.Task.CpuShare))}",
            "--open-mode=append", "--input=/dev/null", $"--output={Plain(job.LauncherLog)}", $"--chdir={job.Folder}",
            // Names of variables here make Slurm run a login shell on the node before each job.
            "--export=NIL",
        ];
        // Only downwards: what is higher needs rights that a user does not have.
        if (job.Task.Priority == Priority.Low) words.Add($"--nice={Nice}");
        Add("partition", Wish("partition") ?? options.Partition);
        Add("account", Wish("account") ?? options.Account);
        Add("qos", Wish("qos") ?? options.Qos);
        Add("nodes", Wish("nodes"));
        Add("gres", Wish("gres") ?? (job.Task.Gpus > 0 ? $"gpu:{job.Task.Gpus}" : options.Gres));
        if (job.Task.Memory is { } memory) words.Add(FormattableString.Invariant($"--mem={(memory + options.LauncherMemory + (1 << 20) - 1) >> 20}M"));
        if (job.Task.Timeout is { } limit) words.Add($"--time={((int)Math.Ceiling((limit + Margin).TotalMinutes)).ToString(CultureInfo.InvariantCulture)}");
        return [.. words, .. script, .. job.Launcher];

        string? Wish(string name) => job.Task.Wishes.GetValueOrDefault(name);

        void Add(string name, string? value)
        {
            if (value is not null) words.Add($"--{name}={value}");
        }
    }

    // sbatch reads %-signs in the name of a log as patterns.
    private static string Plain(string path) => path.Replace("%", "%%", StringComparison.Ordinal);
}
