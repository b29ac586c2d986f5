using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Features;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data.Datasets;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Features;

/// <inheritdoc cref="IFeatures"/>
internal sealed class FeatureDesk(IDatabase database, FeatureStore store, IProjects projects, IArtifactStore artifacts, FeatureParts parts) : IFeatures
{
    public async Task PublishAsync(MadeFeature made, CancellationToken cancellation)
    {
        string path = await artifacts.PathAsync(made.Keyed, cancellation);
        KeyedFile file = KeyedFile.Open(path);
        long bytes = new FileInfo(path).Length;
        await database.WriteAsync(s => Publish(s, made, file, bytes), cancellation: cancellation);
    }

    public FeatureVersion? Current(SqlSession session, string project, string name) => store.Newest(session, project, name);

    public async Task<IReadOnlyList<FeatureStatus>> ListAsync(string project, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => (IReadOnlyList<FeatureStatus>)[.. view.File.Features.Values.Select(f => Status(s, project, f))], cancellation);
    }

    private FeatureStatus Status(SqlSession s, string project, FeatureView view)
    {
        FeatureVersion? newest = store.Newest(s, project, view.Name);
        return Status(project, view, newest, Lag(s, project, view), newest is null ? null : parts.Numbers.Of(s, newest.RunId));
    }

    private void Publish(SqlSession s, MadeFeature made, KeyedFile file, long bytes)
    {
        FeatureVersion? before = store.Newest(s, made.Project, made.Name);
        if (before is not null && (before.Digest == made.Keyed || before.AsOf > file.AsOf.ToUnixTimeMilliseconds())) return;
        var version = new FeatureVersion
        {
            Id = "ftv-" + Ulid.New(parts.Real.Now),
            Project = made.Project,
            Name = made.Name,
            Number = (before?.Number ?? 0) + 1,
            Digest = made.Keyed,
            TableDigest = made.Table,
            Entries = file.Count,
            Bytes = bytes,
            ColumnsJson = new FeatureColumns([.. file.Keys.Select(k => k.Name)], [.. file.Values.Select(v => v.Name)]).ToJson(),
            AsOf = file.AsOf.ToUnixTimeMilliseconds(),
            PublishedAt = parts.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            RunId = made.RunId,
        };
        LedgerEvent registered = parts.Ledger.Append(s, new EventDraft("version.registered", version.Id, made.Project, made.Actor)
        {
            SubjectDigest = version.Digest,
            Cause = [made.Cause],
            Digests = new Dictionary<string, string>(StringComparer.Ordinal) { ["table"] = version.TableDigest },
            Data = new JsonObject
            {
                ["noun"] = "feature",
                ["name"] = version.Name,
                ["number"] = version.Number,
                ["digest"] = version.Digest,
                ["origin"] = "pipeline",
                ["run"] = version.RunId,
                ["rows"] = version.Entries,
                ["bytes"] = version.Bytes,
            },
        });
        store.Insert(s, version = version with { EventId = registered.Id });
        foreach (IFeatureListener listener in parts.Listeners) listener.Published(s, version);
    }

    /// <summary>How late the newest rows of its slowest source were here. It is the least delay: older rows of the same arrival came later still after their time.</summary>
    private TimeSpan? Lag(SqlSession s, string project, FeatureView view) => view.In.Values.Where(i => i.IsData).Select(i => parts.Versions.NewestSeen(s, project, i.Owner)?.Lag).Max();

    private FeatureStatus Status(string project, FeatureView view, FeatureVersion? version, TimeSpan? lag, long? number)
    {
        DateTimeOffset? asOf = Time(version?.AsOf);
        TimeSpan? age = parts.Clock.GetUtcNow() - asOf;
        return new FeatureStatus(project, view.Name, view.Key, version?.Values ?? [], version?.Number, version?.Digest, version?.Entries, asOf, Time(version?.PublishedAt), version?.RunId, age, view.Fresh,
            view.Fresh is { } most && age is { } old ? old <= most : null, view.After, lag, view.After is { } after && lag is { } late ? late <= after : null)
        {
            RunNumber = number,
        };
    }

    private static DateTimeOffset? Time(long? ms) => ms is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

/// <summary>What features are put in force with.</summary>
internal sealed record FeatureParts(ILedger Ledger, VersionStore Versions, RealTime Real, TimeProvider Clock, IEnumerable<IFeatureListener> Listeners, IEnumerable<IRunNumbers> Numbers);
