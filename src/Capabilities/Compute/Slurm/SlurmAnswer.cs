namespace Cairn.Compute.Slurm;

/// <summary>What a command of Slurm said.</summary>
internal sealed record SlurmAnswer(int ExitCode, string Output, string Errors)
{
    // Of Slurm itself rather than of what it was asked for; everything else is a refusal.
    private static readonly string[] Away =
    [
        "Unable to contact slurm controller", "Unable to connect to slurm daemon", "Socket timed out", "Connection refused", "Connection timed out", "Zero Bytes were transmitted",
        "temporarily un", "Transport endpoint", "uthentication", "unge", "Communication connection failure", "in standby mode", "establish a configuration source",
        "Message receive failure", "Insane message length",
    ];

    public bool Ok => ExitCode == 0;

    /// <summary>Whether the answer says nothing of the question.</summary>
    public bool IsAway => !Ok && Away.Any(w => Errors.Contains(w, StringComparison.Ordinal));

    /// <summary>The line that says most, without the command's own name.</summary>
    public string Reason
    {
        get
        {
            string line = Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal)) ?? Errors.Trim();
            int at = line.IndexOf("error: ", StringComparison.Ordinal);
            return line.Length == 0 ? $"exit code {ExitCode}" : at < 0 ? line : line[(at + "error: ".Length)..];
        }
    }
}
