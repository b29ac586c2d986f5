using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry.Models;
using Cairn.Registry.Versions;
using Cairn.Tracking;

namespace Cairn.Registry.Mlflow;

/// <summary>Deletes versions and models, but for versions that something still needs. The ledger is told of each, and of the aliases that go with them.</summary>
internal sealed class VersionRemoval(MlflowRegistry registry, RegistryStores stores, VersionEvents events, IEnumerable<IVersionHolder> holders)
{
    /// <param name="name">As MLflow's clients see it.</param>
    public Task ModelAsync(string name, Actor actor, CancellationToken cancellation) => registry.WriteAsync(s =>
    {
        ModelRow model = registry.Existing(s, name);
        IReadOnlyList<VersionRow> versions = [.. stores.Versions.OfModels(s, [model.Num])];
        foreach (VersionRow version in versions) RequireFree(s, version);
        foreach (AliasRow alias in stores.Models.Aliases(s, [model.Num])) events.AliasMoved(s, model.Project, model.Name, alias.Alias, (alias.Version, null), actor, []);
        foreach (VersionRow version in versions) events.Retired(s, version, actor);
        stores.Models.Delete(s, model.Num);
        return true;
    }, cancellation);

    public Task VersionAsync(string name, long number, Actor actor, CancellationToken cancellation) => registry.WriteAsync(s =>
    {
        VersionRow version = registry.Existing(s, name, number);
        RequireFree(s, version);
        foreach (AliasRow alias in stores.Models.Aliases(s, [version.Model]).Where(a => a.Version == version.Id)) events.AliasMoved(s, version.Project, version.Name, alias.Alias, (version.Id, null), actor, []);
        events.Retired(s, version, actor);
        stores.Versions.Delete(s, version.Id, registry.Now);
        return true;
    }, cancellation);

    private void RequireFree(SqlSession s, VersionRow version)
    {
        if (holders.Select(h => h.Holds(s, version.Id)).FirstOrDefault(why => why is not null) is { } why)
            throw new MlflowException("RESOURCE_CONFLICT", $"Version {version.Number} of the model '{version.Name}' stays: {why}.");
    }
}
