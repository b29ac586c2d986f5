using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry.Models;
using Cairn.Registry.Versions;
using Cairn.Registry.Webhooks;
using Cairn.Tracking;

namespace Cairn.Registry.Mlflow;

/// <summary>What MLflow's clients do to the registry, in their words: models by a name that is unique over all projects, versions by number.</summary>
internal sealed class MlflowRegistry(IDatabase database, RegistryStores stores, ModelRegistry registry, VersionEvents events, ModelAdoption adoption, RegistryNotices notices, ILoggedModels loggedModels, TimeProvider time)
{
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation) => database.ReadAsync(work, cancellation);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation) => database.WriteAsync(work, cancellation: cancellation);

    public ModelRow Existing(SqlSession s, string name)
        => stores.Models.FindMlflow(s, name) ?? throw MlflowException.Missing($"Registered Model with name={KeyRules.Cut(name, 250)} not found");

    public VersionRow Existing(SqlSession s, string name, long number)
        => stores.Versions.Find(s, Existing(s, name).Num, number) ?? throw MlflowException.Missing($"Model Version (name={KeyRules.Cut(name, 250)}, version={number}) not found");

    public Task<ModelRow> CreateAsync(string name, string? description, string? project, IReadOnlyList<RunTag> tags, CancellationToken cancellation)
    {
        ModelRules.Name(name);
        foreach (RunTag tag in tags) CheckTag(tag);
        return WriteAsync(s =>
        {
            stores.Models.HoldNames(s);
            if (stores.Models.FindMlflow(s, name) is not null) throw MlflowException.Exists($"Registered Model (name={name}) already exists.");
            ModelRow model = stores.Models.Ensure(s, project ?? "", name, description, Now);
            foreach (RunTag tag in tags) stores.Models.SetTag(s, model.Num, "", tag.Key, tag.Value);
            notices.ModelCreated(s, model, tags);
            return model;
        }, cancellation);
    }

    public Task<ModelRow> RenameAsync(string name, string newName, CancellationToken cancellation)
    {
        ModelRules.Name(newName);
        return WriteAsync(s =>
        {
            stores.Models.HoldNames(s);
            ModelRow model = Existing(s, name) with { MlflowName = newName, Name = newName, UpdatedAt = Now };
            if (name != newName && (stores.Models.FindMlflow(s, newName) is not null || stores.Models.Find(s, model.Project, newName) is not null)) throw MlflowException.Exists($"Registered Model (name={newName}) already exists.");
            stores.Models.Update(s, model);
            return model;
        }, cancellation);
    }

    public Task<ModelRow> DescribeAsync(string name, string? description, CancellationToken cancellation)
        => WriteAsync(s => stores.Models.Describe(s, Existing(s, name).Num, description, Now), cancellation);

    /// <summary>Adds a version; a model that belongs to no project goes to that of the run, unless it has versions from elsewhere.</summary>
    public Task<VersionRow> AddVersionAsync(string name, VersionRow draft, string? project, IReadOnlyList<RunTag> tags, Actor actor, CancellationToken cancellation) => WriteAsync(s =>
    {
        ModelRow model = Existing(s, name);
        if (project is not null) model = adoption.Follow(s, model, project, actor);
        return Add(s, model, draft, tags, actor);
    }, cancellation);

    /// <summary>Adds a version to a project's model, which is made when there is none.</summary>
    public Task<VersionRow> AddVersionAsync(string project, string name, VersionRow draft, Actor actor, CancellationToken cancellation)
    {
        ModelRules.Name(name);
        return WriteAsync(s =>
        {
            bool known = stores.Models.Find(s, project, name) is not null;
            ModelRow model = stores.Models.Ensure(s, project, name, null, Now);
            if (!known) notices.ModelCreated(s, model, []);
            return Add(s, model, draft, [], actor);
        }, cancellation);
    }

    public Task<VersionRow> ChangeVersionAsync(string name, long number, Func<SqlSession, VersionRow, VersionRow> change, CancellationToken cancellation) => WriteAsync(s =>
    {
        VersionRow version = change(s, Existing(s, name, number)) with { UpdatedAt = Now };
        stores.Versions.Update(s, version);
        stores.Models.Touch(s, version.Model, Now);
        return version;
    }, cancellation);

    public Task SetAliasAsync(string name, string alias, long number, Actor actor, CancellationToken cancellation)
    {
        ModelRules.Alias(alias);
        return WriteAsync(s =>
        {
            VersionRow version = Existing(s, name, number);
            string? before = stores.Models.SetAlias(s, version.Model, alias, version.Id);
            if (before == version.Id) return true;
            events.AliasMoved(s, version.Project, version.Name, alias, (before, version.Id), actor, []);
            notices.Aliased(s, Existing(s, name), alias, number);
            return true;
        }, cancellation);
    }

    public Task DeleteAliasAsync(string name, string alias, Actor actor, CancellationToken cancellation) => WriteAsync(s =>
    {
        ModelRow model = Existing(s, name);
        if (stores.Models.AliasVersion(s, model.Num, alias) is not { } before) return true;
        stores.Models.DeleteAlias(s, model.Num, alias);
        events.AliasMoved(s, model.Project, model.Name, alias, (before, null), actor, []);
        notices.Aliased(s, model, alias, null);
        return true;
    }, cancellation);

    /// <param name="project">The project that the tag gives the model to; null for none.</param>
    public Task TagAsync(string name, long? number, RunTag tag, string? project, Actor actor, CancellationToken cancellation)
    {
        CheckTag(tag);
        return WriteAsync(s =>
        {
            (ModelRow model, string version) = Owner(s, name, number);
            if (project is not null) Give(s, stores.Models.Held(s, model.Num), project, actor);
            Tag(s, (model, version), number, tag);
            return true;
        }, cancellation);
    }

    public Task UntagAsync(string name, long? number, string key, CancellationToken cancellation) => ChangeTagsAsync(name, number, [], [key], cancellation);

    /// <summary>Sets tags and takes others away, all or none; one that is not there is gone already.</summary>
    public Task ChangeTagsAsync(string name, long? number, IReadOnlyList<RunTag> set, IReadOnlyList<string> gone, CancellationToken cancellation) => WriteAsync(s =>
    {
        (ModelRow model, string version) = Owner(s, name, number);
        foreach (RunTag tag in set)
        {
            CheckTag(tag);
            Tag(s, (model, version), number, tag);
        }
        foreach (string key in gone)
            if (stores.Models.DeleteTag(s, model.Num, version, key)) notices.Tagged(s, model, number, key, null);
        return true;
    }, cancellation);

    private VersionRow Add(SqlSession s, ModelRow model, VersionRow draft, IReadOnlyList<RunTag> tags, Actor actor)
    {
        VersionRow version = registry.Add(s, model, draft, actor, []);
        foreach (RunTag tag in tags) stores.Models.SetTag(s, model.Num, version.Id, tag.Key, tag.Value);
        notices.VersionCreated(s, version, tags);
        if (version.ModelId is { } logged) loggedModels.NoteRegistration(s, logged, model.MlflowName, version.Number);
        return version;
    }

    private void Tag(SqlSession s, (ModelRow Model, string Version) owner, long? number, RunTag tag)
    {
        stores.Models.SetTag(s, owner.Model.Num, owner.Version, tag.Key, tag.Value);
        notices.Tagged(s, owner.Model, number, tag.Key, tag.Value);
    }

    private void Give(SqlSession s, ModelRow model, string project, Actor actor)
    {
        if (model.Project == project) return;
        if (model.Project.Length > 0) throw MlflowException.Invalid($"The model '{KeyRules.Cut(model.MlflowName, 250)}' belongs to the project '{model.Project}' and stays there.");
        if (stores.Models.Find(s, project, model.Name) is not null) throw MlflowException.Exists($"The project '{project}' has a model of this name already. Rename one of them first.");
        adoption.Give(s, model, project, actor);
    }

    private (ModelRow Model, string Version) Owner(SqlSession s, string name, long? number)
        => (Existing(s, name), number is { } n ? Existing(s, name, n).Id : "");

    private static void CheckTag(RunTag tag)
    {
        const int most = 100_000;
        KeyRules.Key("tag", tag.Key);
        if (tag.Value.Length > most) throw MlflowException.Invalid($"'value' exceeds the maximum length of {most} characters.");
    }
}
