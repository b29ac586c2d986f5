namespace Cairn.Contracts.Projects;

/// <summary>Partitions from one to another, both among them, in the order of their names. A coarser name stands for all that begin with it: <c>2001-06</c> for its days.</summary>
/// <param name="First">Null when there is no first.</param>
/// <param name="Last">Null when there is no last.</param>
public sealed record PartitionWindow(string? First, string? Last)
{
    internal const string Between = "..";

    public bool Holds(string partition) => (First is null || string.CompareOrdinal(partition, First) >= 0)
        && (Last is null || string.CompareOrdinal(partition, Last) <= 0 || partition.StartsWith(Last, StringComparison.Ordinal));

    public override string ToString() => First == Last ? First ?? Between : First + Between + Last;

    internal static Parsed<PartitionWindow> Parse(string text)
    {
        var at = text.IndexOf(Between, StringComparison.Ordinal);
        var (first, last) = at < 0 ? (text, text) : (text[..at], text[(at + Between.Length)..]);
        if (first.Length + last.Length == 0)
        {
            return Parsed.Bad<PartitionWindow>("neither a first nor a last partition; leave 'partitions' out for all");
        }

        return first.Length > 0 && last.Length > 0 && string.CompareOrdinal(first, last) > 0 && !first.StartsWith(last, StringComparison.Ordinal)
            ? Parsed.Bad<PartitionWindow>($"'{last}' comes before '{first}'", at + Between.Length)
            : Parsed.Good(new PartitionWindow(first.Length > 0 ? first : null, last.Length > 0 ? last : null));
    }
}
