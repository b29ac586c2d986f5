namespace Cairn.Client;

/// <summary>Where the server is and who is asking.</summary>
/// <param name="Server">Base address, e.g. <c>http://127.0.0.1:7337</c>.</param>
/// <param name="Token">Bearer token, or null on a server that is open to its own machine only.</param>
/// <param name="Actor">A simulated person, <c>sim:…</c>, in whose name to act; only a simulated world accepts it.</param>
/// <param name="Program">Name that the server sees in the user agent.</param>
public sealed record CairnClientOptions(Uri Server, string? Token = null, string? Actor = null, string Program = "cairn-client")
{
    /// <summary>Longest wait for an answer to begin; 100 seconds when null. Uploads of files have no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How calls of runs and models are tried again. Calls by path (<see cref="CairnClient.GetAsync"/> and its sisters) are made once.</summary>
    public RetryRule Retry { get; init; } = new();

    /// <summary>The clock of waits and of metric points.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The port a server listens on when nothing else is said.</summary>
    public const int DefaultPort = 7337;

    /// <summary>Reads <c>CAIRN_SERVER</c> and <c>CAIRN_TOKEN</c>; without them the server of this machine, without a token.</summary>
    /// <exception cref="FormatException"><c>CAIRN_SERVER</c> is not an absolute http or https address.</exception>
    public static CairnClientOptions FromEnvironment() =>
        Parse(Environment.GetEnvironmentVariable("CAIRN_SERVER"), Environment.GetEnvironmentVariable("CAIRN_TOKEN"));

    /// <summary>As <see cref="FromEnvironment"/>, from given texts; null or empty stands for the default.</summary>
    /// <exception cref="FormatException"><paramref name="server"/> is not an absolute http or https address.</exception>
    public static CairnClientOptions Parse(string? server, string? token)
    {
        var text = string.IsNullOrWhiteSpace(server) ? $"http://127.0.0.1:{DefaultPort}" : server.Trim();
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"'{text}' is not a server address; write it as http://127.0.0.1:{DefaultPort}");
        }
        return new CairnClientOptions(address, string.IsNullOrWhiteSpace(token) ? null : token.Trim());
    }
}
