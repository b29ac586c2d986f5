namespace Cairn.Serving.Snapshots;

/// <summary>The server whose snapshot a copy of the data plane follows.</summary>
/// <param name="Snapshot">Address of the snapshot; files lie below it.</param>
public sealed record ControlPlane(Uri Snapshot)
{
    private const string Usual = "/api/v1/snapshot";

    /// <summary>What it is asked with; none for a server on this machine that needs none.</summary>
    public string? Token { get; init; }

    /// <summary>Reads an address, of the server or of its snapshot.</summary>
    /// <param name="token">As the environment has it.</param>
    /// <param name="plain">The one host beyond this machine that may be asked without TLS.</param>
    /// <exception cref="FormatException">It is none that a token may be sent to.</exception>
    public static ControlPlane Parse(string address, string? token, string? plain)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            throw new FormatException("The snapshot's address must begin with https:// or http://.");
        if (uri.UserInfo.Length > 0) throw new FormatException("The snapshot's address must not hold a name or password; the token comes from CAIRN_TOKEN.");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0) throw new FormatException("The snapshot's address must end with its path: https://cairn.example.org/api/v1/snapshot.");
        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback && !string.Equals(uri.Host, plain, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"The snapshot would come without TLS from '{uri.Host}'; use https, or allow that host by --allow-http {uri.Host}.");
        string? secret = string.IsNullOrWhiteSpace(token) ? null : token.Trim();
        if (secret is not null && secret.Any(c => c is <= ' ' or > '~')) throw new FormatException("CAIRN_TOKEN is no token: it holds blanks or characters that no token has.");
        return new(uri.AbsolutePath is "/" ? new Uri(uri, Usual) : new Uri(uri, uri.AbsolutePath.TrimEnd('/'))) { Token = secret };
    }

    /// <summary>Where the key lies under which the server hashes what its log must not hold.</summary>
    public Uri HashKey => new($"{Snapshot.AbsoluteUri}/hash-key");

    /// <summary>Where an endpoint's log of a copy is told about; its segments lie below it.</summary>
    public Uri LogOf(string log, string endpoint) => new($"{Snapshot.AbsoluteUri}/logs/{log}/{Uri.EscapeDataString(endpoint)}");

    /// <summary>The address of a file by its digest.</summary>
    public Uri FileOf(string digest) => new($"{Snapshot.AbsoluteUri}/files/{Uri.EscapeDataString(digest)}");
}
