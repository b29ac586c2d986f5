using Cairn.Platform.Http;

namespace Cairn.Tracking.Artifacts;

/// <summary>Files by what they belong to, for the pages of other rooms.</summary>
public interface IOwnedFiles
{
    /// <summary>As many as a card shows.</summary>
    /// <param name="kind">The name of an <see cref="IFileOwners"/>.</param>
    /// <exception cref="ApiException">404: the project has no such owner.</exception>
    Task<OwnedFiles> FirstAsync(string project, string kind, string id, CancellationToken cancellation);
}
