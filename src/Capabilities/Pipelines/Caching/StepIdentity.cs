using System.Text.Json;

namespace Cairn.Pipelines.Caching;

/// <summary>
/// What a step's result depends on: named parts, each a short value or a digest, and the digest over all of them. Names of steps,
/// comments, resources, retries and the order of ports are not among them.
/// </summary>
internal sealed class StepIdentity(IReadOnlyDictionary<string, string> parts)
{
    private const int Shown = 60;

    public IReadOnlyDictionary<string, string> Parts { get; } = parts;

    public string Digest { get; } = DigestOf(parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)));

    public string Json() => JsonSerializer.Serialize(Parts);

    /// <summary>Digest over pairs in their order. Quoted, so that no value can pass for the beginning of the next pair.</summary>
    public static string DigestOf(IEnumerable<(string Name, string Value)> pairs)
        => Platform.Artifacts.Digest.Of(JsonSerializer.Serialize(pairs.SelectMany(p => new[] { p.Name, p.Value })));

    public static StepIdentity Read(string json) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!);

    /// <summary>What differs from an earlier one, each part in words, in the order of names.</summary>
    public IReadOnlyList<string> Differences(StepIdentity earlier)
        => [.. Parts.Keys.Union(earlier.Parts.Keys).Order(StringComparer.Ordinal).Where(k => Parts.GetValueOrDefault(k) != earlier.Parts.GetValueOrDefault(k)).Select(k => Change(k, earlier.Parts.GetValueOrDefault(k), Parts.GetValueOrDefault(k)))];

    /// <summary>What differs from the parts of an earlier result, in a sentence.</summary>
    public string WhyNot(string? earlierParts)
    {
        if (earlierParts is null) return "It has not run before.";
        IReadOnlyList<string> changed = Differences(Read(earlierParts));
        return changed.Count == 0 ? "Its stored result is gone." : "Changed since its last result: " + string.Join("; ", changed) + ".";
    }

    private static string Change(string part, string? from, string? to)
        => (part.StartsWith("names ", StringComparison.Ordinal) || part.StartsWith("packages ", StringComparison.Ordinal)) && from is not null && to is not null && !Platform.Artifacts.Digest.IsDigest(from) && !Platform.Artifacts.Digest.IsDigest(to)
            ? $"{part} {Names(from, to)}" : $"{part} {Short(from)} -> {Short(to)}";

    private static string Names(string from, string to)
    {
        string[] before = from.Split(' ', StringSplitOptions.RemoveEmptyEntries), after = to.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', after.Except(before).Select(n => "+" + Uri.UnescapeDataString(n)).Concat(before.Except(after).Select(n => "-" + Uri.UnescapeDataString(n))));
    }

    private static string Short(string? value)
    {
        if (value is null) return "absent";
        if (Platform.Artifacts.Digest.IsDigest(value)) return value[..15];
        return value.Length <= Shown ? value : value[..Shown] + "…";
    }
}
