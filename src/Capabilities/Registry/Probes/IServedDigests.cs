namespace Cairn.Registry;

/// <summary>What endpoints really have loaded; implemented by the room that serves.</summary>
public interface IServedDigests
{
    /// <summary>The endpoints that were looked at, those that have nothing loaded or are gone too. One that tells nothing at the moment is not among them.</summary>
    Task<IReadOnlyList<ServedEndpoint>> ListAsync(CancellationToken cancellation = default);
}

/// <summary>An endpoint that was looked at, and the models that it has loaded.</summary>
public sealed record ServedEndpoint(string Project, string Endpoint, string Environment, IReadOnlyList<ServedDigest> Loaded);

/// <summary>A model that an endpoint has loaded.</summary>
/// <param name="VersionId">The version it says it serves.</param>
/// <param name="Digest">Of the bytes it loaded.</param>
public sealed record ServedDigest(string VersionId, string Digest);
