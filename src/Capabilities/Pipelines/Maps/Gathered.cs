using System.Text;
using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Maps;

/// <summary>The output of a mapped step: for each item the digest of what it made. Stored as an object of its own, so that nothing is copied.</summary>
internal sealed record Gathered(SortedDictionary<string, string> Items)
{
    public static async Task<string> StoreAsync(IArtifactStore artifacts, IEnumerable<(string Item, string Digest)> items)
    {
        using var content = new MemoryStream(Bytes(items));
        return (await artifacts.PutAsync(content)).Digest;
    }

    /// <summary>What it is stored as, without storing it.</summary>
    public static string DigestOf(IEnumerable<(string Item, string Digest)> items) => Digest.Of(Bytes(items));

    public static async Task<Gathered> ReadAsync(IArtifactStore artifacts, string digest, CancellationToken cancellation)
        => JsonSerializer.Deserialize<Gathered>(await artifacts.ReadTextAsync(digest, cancellation))!;

    /// <summary>What the file of an item is called in the folder that a later step gets.</summary>
    public static string FileOf(string item, PortType type) => item + type switch
    {
        PortType.Table => ".parquet",
        PortType.Model => ".onnx",
        PortType.Metrics or PortType.Report => ".json",
        _ => "",
    };

    private static byte[] Bytes(IEnumerable<(string Item, string Digest)> items)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string item, string digest) in items) all[item] = digest;
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Gathered(all)));
    }
}
