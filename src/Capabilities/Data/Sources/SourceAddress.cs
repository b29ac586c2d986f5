using System.Globalization;
using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources;

/// <summary>
/// Where a source's partitions lie: its <c>from</c>, query or command, perhaps with <c>{year} {month} {day} {hour}</c>. A placeholder is written in
/// full (<c>2001-01-05</c> for the day) unless the next coarser one is there as well (<c>{year}/{month}/{day}</c> is <c>2001/01/05</c>).
/// </summary>
internal sealed record SourceAddress(DataSource Source)
{
    private readonly string _template = $"{Source.From}{Source.Query}{Source.Command}";

    public static SourceAddress Of(DataSource source) => new(source);

    public PartitionSpan Span => Has("hour") ? PartitionSpan.Hour : Has("day") ? PartitionSpan.Day : Has("month") ? PartitionSpan.Month : Has("year") ? PartitionSpan.Year : PartitionSpan.None;

    /// <summary>Each thing that the address names is a partition.</summary>
    public bool HasMembers => Source.Kind is SourceKinds.Push or SourceKinds.View || (IsGlob && Source.OnNew && Span == PartitionSpan.None);

    public bool IsGlob => Source.Kind is SourceKinds.File or SourceKinds.S3 && Source.From.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The source as it stands for the partition that begins at <paramref name="start"/>, wildcards still in it.</summary>
    public DataSource At(DateTime start) => Source with { From = Fill(Source.From, start), Query = Source.Query is { } query ? Fill(query, start) : null, Command = Source.Command is { } command ? Fill(command, start) : null };

    private string Fill(string text, DateTime start) => text
        .Replace("{hour}", Text(start, Has("day"), "HH", "yyyy-MM-dd'T'HH"), StringComparison.Ordinal)
        .Replace("{day}", Text(start, Has("month"), "dd", "yyyy-MM-dd"), StringComparison.Ordinal)
        .Replace("{month}", Text(start, Has("year"), "MM", "yyyy-MM"), StringComparison.Ordinal)
        .Replace("{year}", Text(start, true, "yyyy", "yyyy"), StringComparison.Ordinal);

    private bool Has(string word) => _template.Contains('{' + word + '}', StringComparison.Ordinal);

    private static string Text(DateTime start, bool coarserIsThere, string part, string full) => start.ToString(coarserIsThere ? part : full, CultureInfo.InvariantCulture);
}
