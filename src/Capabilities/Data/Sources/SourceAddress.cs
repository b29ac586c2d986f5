using System.Globalization;
using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources;

/// <summary>
/// A source's <c>from</c>: a path or file URL, perhaps with <c>{year} {month} {day} {hour}</c> and wildcards. A placeholder is written in
/// full (<c>2001-01-05</c> for the day) unless the next coarser one is there as well (<c>{year}/{month}/{day}</c> is <c>2001/01/05</c>).
/// </summary>
internal sealed record SourceAddress(string From)
{
    public static SourceAddress Of(DataSource source) => new(source.From);

    /// <summary>Null when it is not a file and so cannot be gathered by this server.</summary>
    public string? Path => From.StartsWith("file://", StringComparison.Ordinal) ? From["file://".Length..] : From.Contains("://", StringComparison.Ordinal) ? null : From;

    public PartitionSpan Span => Has("hour") ? PartitionSpan.Hour : Has("day") ? PartitionSpan.Day : Has("month") ? PartitionSpan.Month : Has("year") ? PartitionSpan.Year : PartitionSpan.None;

    public bool IsGlob => From.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The path of the partition that begins at <paramref name="start"/>, wildcards still in it.</summary>
    public string PathOf(DateTime start) => Path!
        .Replace("{hour}", Text(start, Has("day"), "HH", "yyyy-MM-dd'T'HH"), StringComparison.Ordinal)
        .Replace("{day}", Text(start, Has("month"), "dd", "yyyy-MM-dd"), StringComparison.Ordinal)
        .Replace("{month}", Text(start, Has("year"), "MM", "yyyy-MM"), StringComparison.Ordinal)
        .Replace("{year}", Text(start, true, "yyyy", "yyyy"), StringComparison.Ordinal);

    private bool Has(string word) => From.Contains('{' + word + '}', StringComparison.Ordinal);

    private static string Text(DateTime start, bool coarserIsThere, string part, string full) => start.ToString(coarserIsThere ? part : full, CultureInfo.InvariantCulture);
}
