namespace Cairn.Platform.Http;

/// <summary>One page of a list. <paramref name="Next"/> is the opaque cursor of the page after it, or null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Cuts <paramref name="rows"/>, read with one row more than <paramref name="limit"/>, into a page.</summary>
    public static Page<T> Of(IReadOnlyList<T> rows, int limit, Func<T, string> key)
        => rows.Count <= limit ? new(rows, null) : new([.. rows.Take(limit)], Cursor.Encode(key(rows[limit - 1])));
}
