namespace Cairn.Compute.Kubernetes;

/// <summary>How to reach a cluster's API and who we are there.</summary>
/// <param name="Token">The bearer token, asked for before each request: those of pods and of plugins change. Null when a certificate says who we are.</param>
internal sealed record KubeAccess(Uri Server, Func<CancellationToken, ValueTask<string?>> Token)
{
    /// <summary>Certificates to trust, as PEM; those of the system when null.</summary>
    public string? Authority { get; init; }

    public bool Insecure { get; init; }

    /// <summary>Our certificate and key, as PEM.</summary>
    public string? Certificate { get; init; }

    public string? Key { get; init; }

    public static ValueTask<string?> NoToken(CancellationToken cancellation) => ValueTask.FromResult<string?>(null);
}
