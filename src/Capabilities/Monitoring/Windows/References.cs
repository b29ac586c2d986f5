using System.Collections.Concurrent;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.DuckDb;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Ledger;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>Finds what a version was trained on, by the record of the run that made it, and how it was evaluated. Neither changes, so each is looked for until it is found.</summary>
internal sealed class References(ILedger ledger, IArtifactStore artifacts, IEvaluations evaluations)
{
    private const int MostKept = 64;
    private readonly ConcurrentDictionary<string, Reference> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Version, string Port), string> _digests = new();
    private readonly ConcurrentDictionary<string, ReferenceBins> _scores = new(StringComparer.Ordinal);

    public async Task<VersionReference> OfAsync(ProjectFile file, Endpoint endpoint, ModelVersionView? version, CancellationToken cancellation)
        => version is null ? VersionReference.None : new VersionReference(await TrainingAsync(file, endpoint, version, cancellation), await ScoresAsync(version, cancellation));

    /// <summary>The table, or null when the version was not made by a recorded run or its table is gone.</summary>
    private async Task<Reference?> TrainingAsync(ProjectFile file, Endpoint endpoint, ModelVersionView version, CancellationToken cancellation)
    {
        if (version.RunId is null || file.Steps.GetValueOrDefault(endpoint.Model.Owner)?.In.Values.FirstOrDefault(p => !p.IsData) is not { } port) return null;
        string? digest = _digests.GetValueOrDefault((version.Id, port.ToString())) ?? await RecordedAsync(version, port.ToString(), cancellation);
        if (digest is null || !await artifacts.ExistsAsync(digest, cancellation)) return null;
        string table = $"read_parquet({DuckSql.Literal(await artifacts.PathAsync(digest, cancellation))})";
        return Kept(_tables, digest, new Reference(table));
    }

    private async Task<string?> RecordedAsync(ModelVersionView version, string port, CancellationToken cancellation)
    {
        var filter = new EventFilter { Project = version.Project, Type = "run.finished", SubjectId = version.RunId };
        LedgerEvent? run = await ledger.ReadBackAsync(null, 1, filter, cancellation) is [var newest, ..] ? newest.Event : null;
        return (string?)run?.Data["outputs"]?[port] is { } digest ? Kept(_digests, (version.Id, port), digest) : null;
    }

    private async Task<ReferenceBins?> ScoresAsync(ModelVersionView version, CancellationToken cancellation)
    {
        if (_scores.GetValueOrDefault(version.Digest) is { } known) return known;
        return await evaluations.ScoresAsync(version.Project, version.Digest, cancellation) is { } found ? Kept(_scores, version.Digest, ReferenceBins.OfScores(found)) : null;
    }

    private static T Kept<TKey, T>(ConcurrentDictionary<TKey, T> known, TKey key, T value) where TKey : notnull
    {
        if (known.Count >= MostKept) known.Clear();
        return known.GetOrAdd(key, value);
    }
}
