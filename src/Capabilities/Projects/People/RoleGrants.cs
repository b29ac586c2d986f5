using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>
/// Gives and takes roles, each on the record. What the file gave, the file takes; what was given by hand stays until it is taken by hand. Who has a say says who else has one: a role that the file gives
/// waits, unless its holders or the owner wrote it into the file, until one of them gives it.
/// </summary>
internal sealed class RoleGrants(RoleStore store, ILedger ledger, TimeProvider time)
{
    public const string ByFile = "file", ByHand = "hand";

    /// <summary>Brings the roles in line with what a new project file declares.</summary>
    /// <param name="first">The project is new: what its first file gives asks nobody.</param>
    /// <returns>What it took.</returns>
    public IReadOnlyList<TakenRole> Follow(SqlSession s, ProjectView project, string owner, LedgerEvent declared, bool first)
    {
        HashSet<(string Person, string Role)> wanted = Wanted(project, owner);
        foreach (WaitingRole gone in store.Waiting(s, project.Name).Where(w => !wanted.Contains((w.Person, w.Role)))) store.EndWait(s, gone.Project, gone.Person, gone.Role);
        // What waits already goes on waiting: whoever writes something else into the file does not give it.
        foreach ((string person, string role) in wanted.Except(store.Waiting(s, project.Name).Select(w => (w.Person, w.Role))))
        {
            if (first || MayGive(project.Writers, role)) Grant(s, new RoleRow { Project = project.Name, Person = person, Role = role, GrantedBy = ByFile }, declared.Actor, [declared.Id]);
            else if (store.Find(s, project.Name, person, role) is null) store.Wait(s, Waiting(project, (person, role), declared));
        }
        return Take(s, project.Name, wanted, declared.Actor, [declared.Id]);
    }

    /// <summary>By hand, or what the file gives and what waits. Who holds the role, or owns the project, gives the latter; the former the owner alone.</summary>
    /// <param name="project">As nobody changes it meanwhile.</param>
    /// <returns>False when the person holds it already.</returns>
    /// <exception cref="ApiException">403: it is not the actor's to give.</exception>
    public bool Give(SqlSession s, (ProjectView View, string Owner) project, (string Person, string Role) given, Actor actor, bool isOwner)
    {
        var row = new RoleRow { Project = project.View.Name, Person = given.Person, Role = given.Role, GrantedBy = ByHand };
        WaitingRole? waits = store.Waiting(s, row.Project).FirstOrDefault(w => (w.Person, w.Role) == given);
        if (!isOwner && (waits is null || actor.Kind != "person" || !store.RolesOf(s, row.Project, actor.Id).Contains(given.Role)))
            throw ApiException.Forbidden("Roles are given and taken by the project's owner; one that the file gives also by who holds it.");
        if (waits is null) return Grant(s, row, actor, []);
        store.EndWait(s, row.Project, row.Person, row.Role);
        bool granted = Grant(s, row with { GrantedBy = ByFile }, actor, [waits.EventId]);
        Take(s, row.Project, Wanted(project.View, project.Owner), actor, [waits.EventId]);
        return granted;
    }

    public bool Revoke(SqlSession s, RoleRow role, Actor actor, IReadOnlyList<string> cause)
    {
        if (!store.Delete(s, role.Project, role.Person, role.Role)) return false;
        Append(s, "role.revoked", role, actor, cause);
        return true;
    }

    // Whoever the file takes a role from keeps it while somebody waits for it: no role is without holders because of a change that is not in force.
    private List<TakenRole> Take(SqlSession s, string project, HashSet<(string Person, string Role)> wanted, Actor actor, IReadOnlyList<string> cause)
    {
        HashSet<string> waiting = [.. store.Waiting(s, project).Select(w => w.Role)];
        return [.. store.Of(s, project).Where(r => r.GrantedBy == ByFile && !wanted.Contains((r.Person, r.Role)) && !waiting.Contains(r.Role) && Revoke(s, r, actor, cause)).Select(r => new TakenRole(r.Person, r.Role))];
    }

    private bool Grant(SqlSession s, RoleRow role, Actor actor, IReadOnlyList<string> cause)
    {
        if (store.Find(s, role.Project, role.Person, role.Role) is not null) return false;
        LedgerEvent granted = Append(s, "role.granted", role, actor, cause);
        return store.Insert(s, role with { Since = time.GetUtcNow().ToUnixTimeMilliseconds(), EventId = granted.Id });
    }

    private static HashSet<(string Person, string Role)> Wanted(ProjectView project, string owner)
        => [.. PeopleOfFile.ByRole(project.File.Project).SelectMany(r => r.Value.Select(p => (p, r.Key))), (owner, PeopleOfFile.Owner)];

    // By the roles held before this change; where history was rewritten nobody is known.
    private static bool MayGive(IReadOnlyList<FileWriter> writers, string role)
        => writers.Count > 0 && writers.All(w => w.Roles.Contains(role) || w.Roles.Contains(PeopleOfFile.Owner));

    private static WaitingRole Waiting(ProjectView project, (string Person, string Role) given, LedgerEvent declared) => new()
    {
        Project = project.Name,
        Person = given.Person,
        Role = given.Role,
        ProposedBy = project.Writers.Count > 0 ? string.Join(", ", project.Writers.Select(w => w.Person)) : declared.Actor.Id,
        ProposedAt = declared.At.ToUnixTimeMilliseconds(),
        EventId = declared.Id,
    };

    private LedgerEvent Append(SqlSession s, string type, RoleRow role, Actor actor, IReadOnlyList<string> cause)
        => ledger.Append(s, new EventDraft(type, $"{role.Person}:{role.Role}", role.Project, actor)
        {
            Data = new JsonObject { ["person"] = role.Person, ["role"] = role.Role },
            Cause = cause,
        });
}
