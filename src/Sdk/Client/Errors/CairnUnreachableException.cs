namespace Cairn.Client;

/// <summary>No answer came from the server: it is not running, not there, or broke off.</summary>
public sealed class CairnUnreachableException(Uri server, Exception cause)
    : Exception($"no answer from {server.GetLeftPart(UriPartial.Authority)}: {cause.Message}", cause)
{
    public Uri Server { get; } = server;
}
