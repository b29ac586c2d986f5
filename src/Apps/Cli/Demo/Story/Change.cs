namespace Cairn.Cli.Demo.Story;

/// <summary>A piece of a file that a change turns into another; both are there exactly once when it is their turn.</summary>
internal sealed record Edit(string Path, string Before, string After)
{
    public Edit Reversed => new(Path, After, Before);
}

/// <summary>A merged change: who made it, who reviewed it, what it edits.</summary>
internal sealed record Change(string Title, Person Author, Person Reviewer, params IReadOnlyList<Edit> Edits)
{
    /// <summary>Trailers besides the review, such as <c>Cairn-Incident</c>.</summary>
    public IReadOnlyDictionary<string, string> Trailers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
