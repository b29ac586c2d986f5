using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>
/// Gives and takes roles, each on the record. What the file gave, the file takes; what was given by hand stays until it is taken by hand. Who has a say says who else has one: a role that the file gives
/// waits, unless its holders or the owner wrote it into the file, until one of them gives it. Commits are claims: none gives or takes the role of the owner.
/// </summary>
internal sealed class RoleGrants(RoleStore store, ILedger ledger, TimeProvider time)
{
    public const string ByFile = "file", ByHand = "hand";

    /// <summary>Brings the roles in line with what a new project file declares.</summary>
    /// <param name="before">What the file before gave; null: the project is new, and what its first file gives asks nobody.</param>
    /// <returns>What it took.</returns>
    public IReadOnlyList<TakenRole> Follow(SqlSession s, ProjectView project, FileRoles? before, FileRoles after, LedgerEvent declared)
    {
        IReadOnlyList<WaitingRole> waited = store.Waiting(s, project.Name);
        WaitingRole[] ended = [.. waited.Where(w => !after.Gives(w.Person, w.Role))];
        foreach (WaitingRole w in ended) store.EndWait(s, w.Project, w.Person, w.Role);
        List<WaitingRole> begun = [];
        // What the file gave already stays as it is: held, waiting, or taken by hand. Whoever writes something else into it does not give that.
        foreach ((string person, string role) in after.Without(before).Except(waited.Select(w => (w.Person, w.Role))))
        {
            if (before is null || MayGive(project.Writers, role)) Grant(s, new RoleRow { Project = project.Name, Person = person, Role = role, GrantedBy = ByFile }, declared.Actor, [declared.Id]);
            else if (store.Find(s, project.Name, person, role) is null) begun.Add(Waiting(project, (person, role), declared));
        }
        RoleRow[] left = [.. store.Of(s, project.Name).Where(r => r.GrantedBy == ByFile && !after.Gives(r.Person, r.Role))];
        // Whom this change replaces: no role is without holders because of a change that is not in force.
        RoleRow[] replaced = [.. left.Where(r => begun.Any(w => w.Role == r.Role) && (r.Role == PeopleOfFile.Owner || before!.Gives(r.Person, r.Role) || Replaced(ended, r)))];
        foreach (WaitingRole w in begun) store.Wait(s, w with { Replaces = string.Join(' ', replaced.Where(r => r.Role == w.Role).Select(r => r.Person)) });
        IReadOnlyList<WaitingRole> waiting = store.Waiting(s, project.Name);
        // Whom it takes a role from, and replaces by nobody who waits, loses it, also who was kept in it until now.
        IEnumerable<RoleRow> kept = left.Where(r => r.Role == PeopleOfFile.Owner || replaced.Contains(r) || (before?.Gives(r.Person, r.Role) != true && Replaced(waiting, r)));
        return Take(s, left.Except(kept), declared.Actor, [declared.Id]);
    }

    /// <summary>By hand, or what the file gives and what waits. Who holds the role, or owns the project, gives the latter; the former the owner alone.</summary>
    /// <param name="project">As nobody changes it meanwhile.</param>
    /// <returns>False when the person holds it already.</returns>
    /// <exception cref="ApiException">403: it is not the actor's to give.</exception>
    public bool Give(SqlSession s, (string Name, FileRoles File) project, (string Person, string Role) given, Actor actor, bool isOwner)
    {
        var row = new RoleRow { Project = project.Name, Person = given.Person, Role = given.Role, GrantedBy = ByHand };
        WaitingRole? waits = store.Waiting(s, row.Project).FirstOrDefault(w => (w.Person, w.Role) == given);
        if (!isOwner && (waits is null || actor.Kind != "person" || !store.RolesOf(s, row.Project, actor.Id).Contains(given.Role)))
            throw ApiException.Forbidden("Roles are given and taken by the project's owner; one that the file gives also by who holds it.");
        // What the file gives is the file's also when the owner gives it back.
        if (waits is null) return Grant(s, row with { GrantedBy = project.File.Gives(given.Person, given.Role) ? ByFile : ByHand }, actor, []);
        store.EndWait(s, row.Project, row.Person, row.Role);
        bool granted = Grant(s, row with { GrantedBy = ByFile }, actor, [waits.EventId]);
        IReadOnlyList<WaitingRole> waiting = store.Waiting(s, row.Project);
        RoleRow[] replaced = [.. store.Of(s, row.Project).Where(r => r.GrantedBy == ByFile && Replaced([waits], r) && !project.File.Gives(r.Person, r.Role) && !Replaced(waiting, r))];
        Take(s, replaced, actor, [waits.EventId]);
        return granted;
    }

    public bool Revoke(SqlSession s, RoleRow role, Actor actor, IReadOnlyList<string> cause)
    {
        if (!store.Delete(s, role.Project, role.Person, role.Role)) return false;
        Append(s, "role.revoked", role, actor, cause);
        return true;
    }

    public bool Waits(SqlSession s, RoleRow role) => store.Waiting(s, role.Project).Any(w => (w.Person, w.Role) == (role.Person, role.Role));

    private static bool Replaced(IReadOnlyList<WaitingRole> waiting, RoleRow held) => waiting.Any(w => w.Role == held.Role && w.Replaces.Split(' ').Contains(held.Person));

    private List<TakenRole> Take(SqlSession s, IEnumerable<RoleRow> held, Actor actor, IReadOnlyList<string> cause)
        => [.. held.Where(r => Revoke(s, r, actor, cause)).Select(r => new TakenRole(r.Person, r.Role))];

    private bool Grant(SqlSession s, RoleRow role, Actor actor, IReadOnlyList<string> cause)
    {
        if (store.Find(s, role.Project, role.Person, role.Role) is not null) return false;
        LedgerEvent granted = Append(s, "role.granted", role, actor, cause);
        return store.Insert(s, role with { Since = time.GetUtcNow().ToUnixTimeMilliseconds(), EventId = granted.Id });
    }

    // By the roles held before this change; where history was rewritten nobody is known.
    private static bool MayGive(IReadOnlyList<FileWriter> writers, string role)
        => role != PeopleOfFile.Owner && writers.Count > 0 && writers.All(w => w.Roles.Contains(role) || w.Roles.Contains(PeopleOfFile.Owner));

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
