namespace Cairn.Platform.Artifacts;

/// <summary>Immutable bytes by content. A put is durable when it returns; the same content is stored once.</summary>
public interface IArtifactStore
{
    /// <summary>Stores what <paramref name="content"/> still holds.</summary>
    Task<Artifact> PutAsync(Stream content, CancellationToken cancellation = default);

    /// <exception cref="FileNotFoundException">No object has this digest.</exception>
    Task<Stream> OpenAsync(string digest, CancellationToken cancellation = default);

    /// <summary>A local, read-only path to the content, for engines that read files.</summary>
    /// <exception cref="FileNotFoundException">No object has this digest.</exception>
    Task<string> PathAsync(string digest, CancellationToken cancellation = default);

    Task<bool> ExistsAsync(string digest, CancellationToken cancellation = default);

    Task DeleteAsync(string digest, CancellationToken cancellation = default);

    /// <summary>Deletes unless the content was stored, also once more, at or after <paramref name="since"/> (real time); false when it stays or is not there.</summary>
    Task<bool> DeleteAsync(string digest, DateTimeOffset since, CancellationToken cancellation = default);
}
