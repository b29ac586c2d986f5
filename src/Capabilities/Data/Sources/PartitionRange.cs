using Cairn.Contracts.Projects;
using Cairn.Data.Sources.Kinds;
using Cairn.Platform.Http;

namespace Cairn.Data.Sources;

/// <summary>Partitions that somebody asks for by name.</summary>
internal static class PartitionRange
{
    private const int Most = 10_000;

    /// <summary>All from the first to the last, oldest first.</summary>
    /// <exception cref="ApiException">400: a name is not one of this source's partitions, or the range is empty or too long.</exception>
    public static IReadOnlyList<PlannedPartition> Of(DataSource source, string from, string to)
    {
        SourceAddress address = SourceAddress.Of(source);
        if (address.Span == PartitionSpan.None) return from == to ? [One(address, from)] : throw ApiException.Invalid("from", $"The source '{source.Name}' has no partitions in time.");
        DateTime first = Parse(address.Span, "from", from), last = Parse(address.Span, "to", to);
        if (first > last) throw ApiException.Invalid("to", "'to' lies before 'from'.");
        List<PlannedPartition> all = [];
        for (DateTime start = first; start <= last; start = PartitionClock.Next(address.Span, start))
        {
            if (all.Count == Most) throw ApiException.Invalid("to", $"A range holds at most {Most} partitions.", "Ask for it in parts.");
            all.Add(new PlannedPartition(PartitionClock.Name(address.Span, start), address.At(start)));
        }
        return all;
    }

    // Partitions of a folder are named by its files, those of what is sent by who sends it.
    private static PlannedPartition One(SourceAddress address, string name)
    {
        if (name.Length == 0) return new PlannedPartition("", address.Source);
        if (address.Source.Kind == SourceKinds.Push) return PushEndpoint.IsName(name) ? new PlannedPartition(name, address.Source) : throw ApiException.Invalid("partition", PushEndpoint.NameRule);
        if (address.Source.Kind == SourceKinds.View) return new PlannedPartition(name, address.Source);
        if (!address.IsGlob) throw ApiException.Invalid("partition", "This source has no partitions that could be named.", "Leave 'partition' out.");
        if (name.AsSpan().IndexOfAny("/*?") >= 0 || name.StartsWith('.')) throw ApiException.Invalid("partition", "A partition of this source is the name of a file, without its ending.");
        string from = address.Source.From, ending = Stage.EndingOf(from);
        return new PlannedPartition(name, address.Source with { From = from[..(from.LastIndexOf('/') + 1)] + name + (ending.AsSpan().IndexOfAny('*', '?') >= 0 || ending.Length == 0 ? ".*" : ending) });
    }

    private static DateTime Parse(PartitionSpan span, string field, string name)
        => PartitionClock.Parse(span, name) ?? throw ApiException.Invalid(field, $"'{field}' is not the name of a partition of this source.", $"Write it as {PartitionClock.Form(span).Replace("'", "")}.");
}
