using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry.Versions;
using Cairn.Tracking;

namespace Cairn.Registry.Models;

/// <summary>Models of no project go to the one that all their versions come from, in the transaction that shows it; the project's part of the ledger is told of versions and aliases.</summary>
internal sealed class ModelAdoption(RegistryStores stores, VersionEvents events, IRuns runs) : IExperimentListener
{
    public const string ProjectTag = "cairn.project";

    public void Attached(SqlSession transaction, long experiment, string project, Actor actor)
    {
        foreach (ModelRow model in stores.Models.Loose(transaction, experiment)) Follow(transaction, model, project, actor);
    }

    /// <summary>The model as it is then: one that belongs to a project, has a version from elsewhere, or a name that the project has already, stays as it is.</summary>
    public ModelRow Follow(SqlSession s, ModelRow model, string project, Actor actor)
    {
        if (model.Project.Length > 0 || !stores.Versions.OfModels(s, [model.Num]).All(v => HomeOf(s, v) == project)) return model;
        ModelRow held = stores.Models.Held(s, model.Num);
        return held.Project.Length == 0 && stores.Models.Find(s, project, held.Name) is null ? Give(s, held, project, actor) : held;
    }

    /// <summary>Gives a model of no project to one that has none of its name; the caller holds the names.</summary>
    public ModelRow Give(SqlSession s, ModelRow model, string project, Actor actor)
    {
        ModelRow given = model with { Project = project };
        stores.Models.Update(s, given);
        foreach (VersionRow version in stores.Versions.OfModels(s, [model.Num])) stores.Versions.SetEvent(s, version.Id, events.Registered(s, version, actor, [version.EventId]).Id);
        foreach (AliasRow alias in stores.Models.Aliases(s, [model.Num])) events.AliasMoved(s, project, model.Name, alias.Alias, (null, alias.Version), actor, []);
        return given;
    }

    private string? HomeOf(SqlSession s, VersionRow version)
        => (version.TrackingRunId is { } run ? runs.ProjectOf(s, run) : null) ?? (version.ModelId is { } logged ? runs.ProjectOf(s, logged) : null);
}
