using System.Collections.Concurrent;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.DuckDb;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Ledger;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>Finds the table a version was trained on, by the record of the run that made it.</summary>
internal sealed class References(ILedger ledger, IArtifactStore artifacts)
{
    private const int MostKept = 64;
    private readonly ConcurrentDictionary<string, Reference> _known = new(StringComparer.Ordinal);

    /// <summary>The table, or null when the version was not made by a recorded run or its table is gone.</summary>
    public async Task<Reference?> TrainingTableAsync(ProjectFile file, Endpoint endpoint, ModelVersionView version, CancellationToken cancellation)
    {
        if (version.RunId is null || file.Steps.GetValueOrDefault(endpoint.Model.Owner) is not { } step) return null;
        if (step.In.Values.FirstOrDefault(p => !p.IsData) is not { } port) return null;
        var filter = new EventFilter { Project = version.Project, Type = "run.finished", SubjectId = version.RunId };
        LedgerEvent? run = await ledger.ReadBackAsync(null, 1, filter, cancellation) is [var newest, ..] ? newest.Event : null;
        string? digest = (string?)run?.Data["outputs"]?[port.ToString()];
        if (digest is null || !await artifacts.ExistsAsync(digest, cancellation)) return null;
        if (_known.Count >= MostKept) _known.Clear();
        string table = $"read_parquet({DuckSql.Literal(await artifacts.PathAsync(digest, cancellation))})";
        return _known.GetOrAdd(digest, _ => new Reference(table));
    }
}
