using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>The tables that versions were judged on.</summary>
internal sealed class TestTables(IDatabase database, GateStore gates, IArtifactStore artifacts)
{
    /// <summary>Null when the version never came before a gate, or the table is gone.</summary>
    public async Task<string?> PathAsync(string version, CancellationToken cancellation)
    {
        string? digest = (await database.ReadAsync(s => gates.OfVersion(s, version), cancellation)).Select(d => d.EvalDigest).FirstOrDefault(d => d is not null);
        return digest is not null && await artifacts.ExistsAsync(digest, cancellation) ? await artifacts.PathAsync(digest, cancellation) : null;
    }
}
