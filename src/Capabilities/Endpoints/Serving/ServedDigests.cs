using System.Security.Cryptography;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Endpoints;

/// <summary>What the data plane really serves: the versions it counts for, and the bytes of the files they were loaded from.</summary>
internal sealed class ServedDigests(IDatabase database, EndpointStore store, IServingReadings readings, IModelFiles files) : IServedDigests
{
    public async Task<IReadOnlyList<ServedDigest>> ListAsync(CancellationToken cancellation)
    {
        var served = new List<ServedDigest>();
        foreach (EndpointView e in await database.ReadAsync(s => store.Active(s, null), cancellation))
            foreach (VariantLive live in (readings.Read(e.Route)?.Variants ?? []).Where(v => v.Role != "retired"))
                if (e.Variants.FirstOrDefault(v => v.VersionId == live.VersionId) is { } variant)
                    served.Add(new ServedDigest(e.Project, e.Name, e.Environment, live.VersionId, await HashAsync(variant.Digest, cancellation)));
        return served;
    }

    private async Task<string> HashAsync(string digest, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(await files.PathAsync(digest, cancellation));
        return "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }
}
