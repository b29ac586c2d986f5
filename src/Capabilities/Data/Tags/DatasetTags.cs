using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Data.Tags;

/// <summary>Gives and takes names of versions, each on record.</summary>
internal sealed partial class DatasetTags(IDatabase database, TagStore store, ILedger ledger, TimeProvider clock)
{
    private const string Rule = "A tag starts with a small letter and has small letters, digits, '_' and '-' only, 63 at most.";

    /// <summary>Names the version; the name leaves the one that had it.</summary>
    /// <exception cref="ApiException">400: not a name. 409: the version is deleted.</exception>
    public Task SetAsync(DatasetVersion version, string? name, Actor actor, CancellationToken cancellation)
    {
        if (name is null || !Name().IsMatch(name)) throw ApiException.Invalid("name", "'name' is no tag.", Rule);
        if (version.DeletedAt is not null) throw ApiException.Conflict("The version is deleted.");
        return database.WriteAsync(s =>
        {
            string? before = store.VersionOf(s, version.Project, version.Source, name);
            if (before == version.Id) return;
            store.Set(s, version.Project, version.Source, name, version.Id, actor.Id, clock.GetUtcNow().ToUnixTimeMilliseconds());
            Record(s, version, name, before, version.Id, actor);
        }, cancellation: cancellation);
    }

    /// <exception cref="ApiException">404: the version has no such tag.</exception>
    public Task RemoveAsync(DatasetVersion version, string name, Actor actor, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        if (store.VersionOf(s, version.Project, version.Source, name) != version.Id) throw ApiException.NotFound("tag", name);
        store.Remove(s, version.Project, version.Source, name);
        Record(s, version, name, version.Id, null, actor);
    }, cancellation: cancellation);

    private void Record(SqlSession s, DatasetVersion version, string name, string? from, string? to, Actor actor)
        => ledger.Append(s, new EventDraft("alias.moved", $"{version.Source}@{name}", version.Project, actor)
        {
            Cause = [version.EventId],
            Data = new JsonObject { ["name"] = name, ["of"] = version.Source, ["from"] = from, ["to"] = to },
        });

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
