using Cairn.Platform.Http;

namespace Cairn.Tracking.Artifacts;

/// <summary>A kind of things that have files. Pages list and show these alike; each room names the kinds that are its own.</summary>
public interface IFileOwners
{
    /// <summary>As it stands in addresses, e.g. <c>logged-model</c>.</summary>
    string Kind { get; }

    /// <exception cref="ApiException">404: the project has none with this id.</exception>
    Task<FileOwner> FindAsync(string project, string id, CancellationToken cancellation);
}
