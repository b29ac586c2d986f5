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

    /// <summary>Folder with a folder for each project, in it a file for each secret, as a cluster mounts them; null for none.</summary>
    public string? SecretsFolder { get; init; } = Environment.GetEnvironmentVariable("CAIRN_SECRETS_DIR");

    /// <summary>The server's environment, by name of the variable.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;
}
