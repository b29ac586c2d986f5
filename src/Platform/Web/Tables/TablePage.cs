namespace Cairn.Platform.Web;

/// <summary>The rows of one page, the cursor of the next one (null: this is the last), and about how many there are in all.</summary>
public sealed record TablePage<T>(IReadOnlyList<T> Rows, string? Next = null, long? About = null);
