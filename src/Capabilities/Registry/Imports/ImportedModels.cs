using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Registry.Mlflow;
using Cairn.Registry.Models;
using Cairn.Registry.Versions;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Brings a registered model over: versions keep their numbers, what they were made from is what was brought over before.</summary>
internal sealed class ImportedModels(IDatabase database, ImportStateStore state, RegistryStores stores, ModelRegistry registry, VersionSources sources, IRuns runs, LeftOut left)
{
    public async Task BringAsync(ImportRow import, SourceModel model, Actor actor, CancellationToken cancellation)
    {
        if (await OpenAsync(import, model) is not { } num) return;
        foreach (SourceItem<SourceVersion?> item in model.Versions)
            await left.TryAsync(import, $"model {KeyRules.Cut(model.Name, 100)}, version {item.Id}", async () =>
            {
                if (await item.Read(cancellation) is { } version) await VersionAsync(import, model, num, version, actor, cancellation);
            });
        await database.WriteAsync(s =>
        {
            foreach ((string alias, long number) in model.Aliases)
                if (stores.Versions.Find(s, num, number) is { } version) stores.Models.SetAlias(s, num, alias, version.Id);
            state.Note(s, import.Source, "model", model.Name, num.ToString(), MlflowImport.Count(("registered models", 1), ("aliases", model.Aliases.Count)));
        }, Lane.Tracking, cancellation);
    }

    /// <summary>The number of the model here; null when a model of that name was here before.</summary>
    private Task<long?> OpenAsync(ImportRow import, SourceModel model) => database.WriteAsync<long?>(s =>
    {
        if (state.Target(s, import.Source, "model", model.Name) is { } known) return long.Parse(known);
        if (stores.Models.FindMlflow(s, model.Name) is not null)
        {
            state.Leave(s, import.Source, "model " + model.Name, "a registered model of this name is here already");
            return null;
        }
        ModelRow row = stores.Models.Ensure(s, import.Project ?? "", ModelRules.Name(model.Name), model.Description, import.StartedAt);
        foreach (RunTag tag in model.Tags) stores.Models.SetTag(s, row.Num, "", tag.Key, tag.Value);
        state.Note(s, import.Source, "model", model.Name, row.Num.ToString(), MlflowImport.Count(("registered models", 1), ("aliases", model.Aliases.Count)));
        return row.Num;
    }, Lane.Tracking);

    private async Task VersionAsync(ImportRow import, SourceModel model, long num, SourceVersion version, Actor actor, CancellationToken cancellation)
    {
        string item = $"{model.Name}/{version.Number}";
        string? source = await HereAsync(import, version, cancellation);
        SourceContent content = await ContentAsync(model, version, source, cancellation);
        await database.WriteAsync(s =>
        {
            if (state.Target(s, import.Source, "version", item) is not null) return;
            VersionRow made = registry.Add(s, stores.Models.Find(s, num)!, new VersionRow
            {
                Number = version.Number,
                Digest = content.Digest,
                Size = content.Size,
                Format = content.Format,
                SignatureJson = content.SignatureJson,
                Origin = "imported",
                RunKey = $"import {item}",
                TrackingRunId = version.RunId,
                CommitId = content.Commit,
                Source = source,
                ModelId = version.ModelId,
                Stage = version.Stage,
                Description = version.Description,
                UserId = version.UserId,
                RunLink = version.RunLink,
            }, actor, []);
            foreach (RunTag tag in version.Tags) stores.Models.SetTag(s, num, made.Id, tag.Key, tag.Value);
            stores.Versions.SetTimes(s, made.Id, version.CreatedAt, version.UpdatedAt);
            state.Note(s, import.Source, "version", item, made.Id, MlflowImport.Count(("versions", 1)));
        }, Lane.Tracking, cancellation);
    }

    // A source below the artifacts of a run there is the same path below the run here.
    private Task<string?> HereAsync(ImportRow import, SourceVersion version, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        if (version.Source is not { Length: > 0 } source || source.StartsWith("models:/", StringComparison.Ordinal) || source.StartsWith("runs:/", StringComparison.Ordinal)) return version.Source;
        if (version.RunId is not { } run || state.Target(s, import.Source, "run", run) is not { Length: > 0 } there || !source.StartsWith(there, StringComparison.Ordinal)) return source;
        return $"runs:/{run}/{source[there.Length..].Trim('/')}".TrimEnd('/');
    }, cancellation);

    private async Task<SourceContent> ContentAsync(SourceModel model, SourceVersion version, string? source, CancellationToken cancellation)
    {
        if (model.Tags.Any(t => t.Key == "mlflow.prompt.is_prompt")) return VersionSources.Prompt(version.Tags);
        try
        {
            if (source is { Length: > 0 }) return await sources.ReadAsync(source, version.ModelId is null ? null : version.RunId, cancellation) with { Project = null, Commit = await CommitAsync(version, cancellation) };
        }
        catch (Exception e) when (e is MlflowException or ApiException)
        {
            // Its files were not brought over, or are no model that we can read: it is known by where it lay.
        }
        return new SourceContent(Digest.Of($"{model.Name}\n{version.Number}\n{version.Source}"), 0, "mlflow", "{}") { Commit = await CommitAsync(version, cancellation) };
    }

    private async Task<string?> CommitAsync(SourceVersion version, CancellationToken cancellation) => version.RunId is { } run ? (await runs.FindAsync(run, cancellation))?.Commit : null;
}
