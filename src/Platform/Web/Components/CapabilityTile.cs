namespace Cairn.Platform.Web;

/// <summary>One capability in the grid of category and level; <c>Counts</c>: it counts as held.</summary>
public sealed record CapabilityTile(string Title, string Category, int Level, Status Status, string Href, bool Counts, bool Should = false)
{
    internal string Sentence => $"{Title}: {Status.Word}{(Status.Why is null ? "" : ", " + Status.Why)}";
}
