using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>Gives and takes roles, each on the record. What the file gave, the file takes; what was given by hand stays until it is taken by hand.</summary>
internal sealed class RoleGrants(RoleStore store, ILedger ledger, TimeProvider time)
{
    public const string ByFile = "file", ByHand = "hand";

    /// <summary>Brings the roles in line with what a new project file declares.</summary>
    public void Follow(SqlSession s, ProjectView project, string owner, LedgerEvent declared, Actor actor)
    {
        HashSet<(string Person, string Role)> wanted = [.. PeopleOfFile.ByRole(project.File.Project).SelectMany(r => r.Value.Select(p => (p, r.Key))), (owner, PeopleOfFile.Owner)];
        foreach ((string person, string role) in wanted) Grant(s, new RoleRow { Project = project.Name, Person = person, Role = role, GrantedBy = ByFile }, actor, [declared.Id]);
        foreach (RoleRow held in store.Of(s, project.Name).Where(r => r.GrantedBy == ByFile && !wanted.Contains((r.Person, r.Role))))
            Revoke(s, held, actor, [declared.Id]);
    }

    /// <summary>False when the person holds it already.</summary>
    public bool Grant(SqlSession s, RoleRow role, Actor actor, IReadOnlyList<string> cause)
    {
        if (store.Find(s, role.Project, role.Person, role.Role) is not null) return false;
        LedgerEvent granted = Append(s, "role.granted", role, actor, cause);
        return store.Insert(s, role with { Since = time.GetUtcNow().ToUnixTimeMilliseconds(), EventId = granted.Id });
    }

    public bool Revoke(SqlSession s, RoleRow role, Actor actor, IReadOnlyList<string> cause)
    {
        if (!store.Delete(s, role.Project, role.Person, role.Role)) return false;
        Append(s, "role.revoked", role, actor, cause);
        return true;
    }

    private LedgerEvent Append(SqlSession s, string type, RoleRow role, Actor actor, IReadOnlyList<string> cause)
        => ledger.Append(s, new EventDraft(type, $"{role.Person}:{role.Role}", role.Project, actor)
        {
            Data = new JsonObject { ["person"] = role.Person, ["role"] = role.Role },
            Cause = cause,
        });
}
