using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cairn.Contracts.Snapshots;

/// <summary>The snapshot as a JSON file: snake_case names, unknown and repeated names refused.</summary>
public static class SnapshotJson
{
    /// <summary>Reads and checks; throws <see cref="SnapshotException"/> with every fault found.</summary>
    public static RouteSnapshot Parse(ReadOnlySpan<byte> utf8)
    {
        RouteSnapshot? snapshot;
        try { snapshot = JsonSerializer.Deserialize(utf8, SnapshotJsonContext.Default.RouteSnapshot); }
        catch (JsonException e) { throw new SnapshotException([new(e.Path ?? "$", FirstLine(e.Message))]); }

        if (snapshot is null) throw new SnapshotException([new("$", "The file holds null; it must hold one object.")]);
        SnapshotCheck.ThrowIfFaulty(snapshot);
        return snapshot;
    }

    public static byte[] Serialize(RouteSnapshot snapshot) =>
        JsonSerializer.SerializeToUtf8Bytes(snapshot, SnapshotJsonContext.Default.RouteSnapshot);

    private static string FirstLine(string message) => message.Split(" Path: ")[0];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true,
    WriteIndented = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(RouteSnapshot))]
internal sealed partial class SnapshotJsonContext : JsonSerializerContext;
