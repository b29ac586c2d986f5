namespace Cairn.Projects;

/// <summary>How repositories are watched and fetched.</summary>
public sealed record ProjectsOptions
{
    /// <summary>Five-field cron line of domain time by which every repository is looked at; null for each minute in a real world and never by itself in a simulated one.</summary>
    public string? SyncCron { get; init; }

    /// <summary>Hosts that may have addresses of a private network.</summary>
    public IReadOnlySet<string> TrustedHosts { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Real time after which git is stopped.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Largest pack of a repository, in bytes.</summary>
    public long MaxPack { get; init; } = 1L << 30;

    /// <summary>32 bytes in base64 that secrets are encrypted with; null for a key file in the data directory.</summary>
    public string? SecretsKey { get; init; } = Environment.GetEnvironmentVariable("CAIRN_SECRETS_KEY");
}
