using Cairn.Contracts.Snapshots;
using Cairn.Platform.Artifacts;
using Microsoft.Net.Http.Headers;

namespace Cairn.Endpoints;

/// <summary>What the data plane serves, made ready once a swap for copies that ask for it every few seconds.</summary>
internal sealed class ServedSnapshot
{
    public ServedSnapshot(RouteSnapshot snapshot)
    {
        byte[] json = SnapshotJson.Serialize(snapshot);
        (Json, Tag, Files) = (json, new($"\"{Digest.Of(json)}\""), SnapshotFiles.Of(snapshot));
    }

    public ReadOnlyMemory<byte> Json { get; }

    public EntityTagHeaderValue Tag { get; }

    /// <summary>Where the files that it names lie, by digest.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }
}
