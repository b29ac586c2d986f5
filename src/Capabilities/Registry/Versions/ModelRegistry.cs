using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Registry.Models;
using Cairn.Registry.Webhooks;

namespace Cairn.Registry.Versions;

/// <inheritdoc cref="IModels"/>
internal sealed class ModelRegistry(IDatabase database, RegistryStores stores, ModelCheck check, VersionEvents events, RegistryNotices notices, TimeProvider time) : IModels
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<ModelVersionView> RegisterAsync(RegisterVersion draft, Actor actor, IReadOnlyList<string> cause, CancellationToken cancellation)
    {
        ModelRules.Name(draft.Model);
        (long size, string signature) = await check.CheckAsync(draft.Digest, draft.Format, cancellation);
        RegisterVersion known = draft with { Size = size, SignatureJson = draft.SignatureJson == "{}" ? signature : draft.SignatureJson };
        return await database.WriteAsync(s =>
        {
            ModelRow model = stores.Models.Ensure(s, known.Project, known.Model, null, Now);
            if (stores.Versions.Made(s, model.Num, known.Digest, RunKey(known)) is { } made) return View(s, made);
            VersionRow version = Add(s, model, Row(known), actor, cause);
            notices.VersionCreated(s, version, []);
            return View(s, version);
        }, cancellation: cancellation);
    }

    public async Task<ModelVersionView> SuchAsync(ModelVersionView version, string digest, CancellationToken cancellation)
    {
        (long size, string signature) = await check.CheckAsync(digest, version.Format, cancellation);
        return version with { Digest = digest, Size = size, SignatureJson = signature };
    }

    /// <summary>Gives a version its id, and the next number when it brings none, and puts it on the ledger, within the caller's transaction.</summary>
    /// <exception cref="ApiException">409: there is or was a version of the number that it brings.</exception>
    public VersionRow Add(SqlSession s, ModelRow model, VersionRow draft, Actor actor, IReadOnlyList<string> cause)
    {
        long number = draft.Number > 0 ? Taken(s, model, draft.Number) : stores.Models.NextNumber(s, model.Num, Now);
        VersionRow version = draft with
        {
            Id = $"mv-{model.Slug}-{number}",
            Model = model.Num,
            Number = number,
            RegisteredAt = Now,
            UpdatedAt = Now,
            Project = model.Project,
            Name = model.Name,
            MlflowName = model.MlflowName,
            RunKey = draft.RunKey.Length > 0 ? draft.RunKey : $"{number}",
        };
        version = version with { EventId = events.Registered(s, version, actor, cause).Id };
        stores.Versions.Insert(s, version);
        return version;
    }

    private long Taken(SqlSession s, ModelRow model, long number)
    {
        stores.Models.TakeNumber(s, model.Num, number, Now);
        return stores.Versions.IsFree(s, model.Num, number) ? number : throw ApiException.Conflict($"There is or was a version {number} of the model '{model.Name}' here already.");
    }

    public Task<ModelVersionView?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(s => Find(s, id), cancellation);

    public ModelVersionView? Find(SqlSession session, string id) => stores.Versions.Find(session, id) is { } version ? View(session, version) : null;

    public Task<ModelVersionView?> FindAsync(string project, string model, int number, CancellationToken cancellation)
        => database.ReadAsync(s => stores.Versions.Find(s, project, model, number) is { } version ? View(s, version) : null, cancellation);

    public Task<IReadOnlyList<ModelVersionView>> ListAsync(string project, string? model, CancellationToken cancellation)
        => database.ReadAsync(s => Views(s, stores.Versions.List(s, project, model)), cancellation);

    public ModelVersionView? ByAlias(SqlSession session, string project, string model, string alias)
        => stores.Models.Find(session, project, model) is { } row && stores.Models.AliasVersion(session, row.Num, alias) is { } id ? Find(session, id) : null;

    public LedgerEvent SetAlias(SqlSession transaction, string project, string model, string alias, string versionId, Actor actor, IReadOnlyList<string> cause)
    {
        ModelRules.Alias(alias);
        ModelRow row = stores.Models.Find(transaction, project, model) ?? throw ApiException.NotFound("model", model);
        VersionRow version = stores.Versions.Find(transaction, versionId) ?? throw ApiException.NotFound("version", versionId);
        if (version.Model != row.Num) throw ApiException.Invalid("version", $"'{versionId}' is not a version of '{model}'.");
        string? before = stores.Models.SetAlias(transaction, row.Num, alias, versionId);
        notices.Aliased(transaction, row, alias, version.Number);
        return events.AliasMoved(transaction, project, model, alias, (before, versionId), actor, cause);
    }

    /// <summary>Takes an alias away within the caller's transaction.</summary>
    /// <exception cref="ApiException">404: there is no such model, or no such alias of it.</exception>
    public void DeleteAlias(SqlSession transaction, string project, string model, string alias, Actor actor)
    {
        ModelRow row = stores.Models.Find(transaction, project, model) ?? throw ApiException.NotFound("model", model);
        string before = stores.Models.AliasVersion(transaction, row.Num, alias) ?? throw ApiException.NotFound("alias", alias);
        stores.Models.DeleteAlias(transaction, row.Num, alias);
        events.AliasMoved(transaction, project, model, alias, (before, null), actor, []);
        notices.Aliased(transaction, row, alias, null);
    }

    public IReadOnlyList<ModelVersionView> Views(SqlSession s, IReadOnlyList<VersionRow> rows)
    {
        ILookup<string, string> aliases = stores.Models.Aliases(s, [.. rows.Select(r => r.Model).Distinct()]).ToLookup(a => a.Version, a => a.Alias);
        return [.. rows.Select(r => r.View([.. aliases[r.Id]]))];
    }

    /// <summary>With its tags.</summary>
    public ModelVersionView Whole(SqlSession s, VersionRow row) => View(s, row) with { Tags = stores.Models.TagMap(s, row.Model, row.Id) };

    private ModelVersionView View(SqlSession s, VersionRow row) => Views(s, [row])[0];

    private static string RunKey(RegisterVersion draft) => draft.RunId ?? draft.TrackingRunId ?? "none";

    private static VersionRow Row(RegisterVersion d) => new()
    {
        Digest = d.Digest,
        Size = d.Size,
        Format = d.Format,
        SignatureJson = d.SignatureJson,
        Origin = d.Origin,
        RunId = d.RunId,
        RunKey = RunKey(d),
        TrackingRunId = d.TrackingRunId,
        Recipe = d.Recipe,
        PipelineId = d.PipelineId,
        CommitId = d.Commit,
        MetricsJson = JsonSerializer.Serialize(d.Metrics, VersionRow.Json),
        Note = d.Note,
    };
}
