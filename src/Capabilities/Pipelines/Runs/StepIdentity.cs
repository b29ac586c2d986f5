using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cairn.Pipelines.Runs;

/// <summary>
/// What a step's result depends on: named parts, each a short value or a digest, and the digest over all of them. Names of steps,
/// comments, resources, retries and the order of ports are not among them.
/// </summary>
internal sealed class StepIdentity(IReadOnlyDictionary<string, string> parts)
{
    private const int Shown = 60;

    public IReadOnlyDictionary<string, string> Parts { get; } = parts;

    public string Digest { get; } = Platform.Artifacts.Digest.Of(string.Join('\n', parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")));

    public string Json() => JsonSerializer.Serialize(Parts);

    /// <summary>What differs from the parts of an earlier result, in a sentence.</summary>
    public string WhyNot(string? earlierParts)
    {
        if (earlierParts is null) return "It has not run before.";
        Dictionary<string, string> earlier = JsonSerializer.Deserialize<Dictionary<string, string>>(earlierParts)!;
        string[] changed = [.. Parts.Keys.Union(earlier.Keys).Order(StringComparer.Ordinal).Where(k => Parts.GetValueOrDefault(k) != earlier.GetValueOrDefault(k)).Select(k => Change(k, earlier))];
        return changed.Length == 0 ? "Its stored result is gone." : "Changed since its last result: " + string.Join("; ", changed) + ".";
    }

    private string Change(string part, Dictionary<string, string> earlier)
    {
        string from = Short(earlier.GetValueOrDefault(part)), to = Short(Parts.GetValueOrDefault(part));
        return $"{part} {from} -> {to}";
    }

    private static string Short(string? value)
    {
        if (value is null) return "absent";
        if (Platform.Artifacts.Digest.IsDigest(value)) return value[..15];
        return value.Length <= Shown ? value : value[..Shown] + "…";
    }

    /// <summary>Digest over the names and contents of the files below a folder, in the order of their names.</summary>
    public static string OfFolder(string folder, Func<string, bool> wanted)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(folder, file);
            if (!wanted(name)) continue;
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n" + Platform.Artifacts.Digest.Of(File.ReadAllBytes(file)) + "\n"));
        }
        return Platform.Artifacts.Digest.Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
