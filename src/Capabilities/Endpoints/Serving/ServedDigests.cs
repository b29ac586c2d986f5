using System.Security.Cryptography;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Endpoints;

/// <summary>What the data plane really serves: the versions it counts for, and the bytes of the files they were loaded from.</summary>
internal sealed class ServedDigests(IDatabase database, EndpointStore store, IServingReadings readings, IModelFiles files) : IServedDigests
{
    public async Task<IReadOnlyList<ServedEndpoint>> ListAsync(CancellationToken cancellation)
    {
        (IReadOnlyList<EndpointView> active, IReadOnlyList<EndpointView> retired) = await database.ReadAsync(s => (store.Active(s, null), store.Retired(s)), cancellation);
        List<ServedEndpoint> seen = [.. retired.Select(e => new ServedEndpoint(e.Project, e.Name, e.Environment, []))];
        foreach (EndpointView e in active)
            // One that the data plane does not know yet is not known to have nothing loaded.
            if (readings.Read(e.Route) is { } live) seen.Add(new ServedEndpoint(e.Project, e.Name, e.Environment, await LoadedAsync(e, live, cancellation)));
        return seen;
    }

    private async Task<IReadOnlyList<ServedDigest>> LoadedAsync(EndpointView endpoint, EndpointLive live, CancellationToken cancellation)
    {
        var loaded = new List<ServedDigest>();
        foreach (VariantLive variant in live.Variants.Where(v => v.Role != "retired"))
            if (endpoint.Variants.FirstOrDefault(v => v.VersionId == variant.VersionId) is { } told) loaded.Add(new ServedDigest(variant.VersionId, await HashAsync(told.Digest, cancellation)));
        return loaded;
    }

    private async Task<string> HashAsync(string digest, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(await files.PathAsync(digest, cancellation));
        return "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }
}
