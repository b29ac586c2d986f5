using Cairn.Platform.Web;

namespace Cairn.Tracking.Artifacts;

/// <summary>What files belong to, and where they are seen.</summary>
/// <param name="Kind">The name of its <see cref="IFileOwners"/>, which find it by <paramref name="Id"/>.</param>
/// <param name="Href">Its page.</param>
/// <param name="Location">The artifact URI below which the files lie; null where they lie nowhere.</param>
public sealed record FileOwner(string Project, string Kind, string Id, string Name, string Href, string? Location)
{
    /// <summary>The only file, of an owner that is one.</summary>
    public TrackedFile? Only { get; init; }

    public Section Section { get; init; } = Section.Experiments;

    /// <summary>What stands above its page.</summary>
    public IReadOnlyList<Crumb> Above { get; init; } = [];

    /// <summary>Where all its files are listed; the page of each lies below.</summary>
    public string Files { get; init; } = $"/p/{Project}/files/{Kind}/{Uri.EscapeDataString(Id)}";

    public string Noun => Kind.Replace('-', ' ');

    /// <summary>The page of a file.</summary>
    public string Page(string path) => $"{Files}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>The content of a file: as a <c>picture</c> or a <c>page</c> in place, or as the <c>file</c> to be kept.</summary>
    public string Content(string way, string path) => $"/p/{Project}/parts/artifact-{way}?{Kind}={Uri.EscapeDataString(Id)}&path={Uri.EscapeDataString(path)}";
}
