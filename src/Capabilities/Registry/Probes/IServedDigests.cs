namespace Cairn.Registry;

/// <summary>What endpoints really have loaded; implemented by the room that serves.</summary>
public interface IServedDigests
{
    Task<IReadOnlyList<ServedDigest>> ListAsync(CancellationToken cancellation = default);
}

/// <summary>A model that an endpoint has loaded.</summary>
/// <param name="VersionId">The version it says it serves.</param>
/// <param name="Digest">Of the bytes it loaded.</param>
public sealed record ServedDigest(string Project, string Endpoint, string Environment, string VersionId, string Digest);
