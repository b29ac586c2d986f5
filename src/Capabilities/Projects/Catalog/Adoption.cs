using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Projects;

/// <summary>Takes a commit with its project file as the state of a project: row, event, roles and all listeners in one transaction.</summary>
internal sealed class Adoption(ProjectStore store, ProjectCatalog catalog, RoleGrants grants, IRoles roles, ILedger ledger, ProjectListeners listeners)
{
    /// <exception cref="ApiException">409: the name is taken.</exception>
    public ProjectView Register(SqlSession s, ProjectRow row, Actor actor)
    {
        if (!store.Insert(s, row)) throw ApiException.Conflict($"There is a project '{row.Name}' already.", "Give the project another name in cairn.yaml.");
        Declare(s, row, actor, [], before: null);
        ProjectView project = catalog.ViewOf(row);
        listeners.Moved(s, project, from: null);
        return project;
    }

    /// <summary>Moves to a new head; declares again when the file has changed. Null when another was faster.</summary>
    /// <param name="writers">Who wrote what the file says anew.</param>
    public SyncResult? Move(SqlSession s, ProjectRow before, ProjectHead head, IReadOnlyList<Signature> writers, long now, Actor actor)
    {
        if (!store.MoveHead(s, before.Name, before.CommitId, head.Commit, head.Digest, head.Text)) return null;
        store.SetSynced(s, before.Name, now, null);
        ProjectRow after = before with { CommitId = head.Commit, FileDigest = head.Digest, File = head.Text, DeclaredAt = before.FileDigest == head.Digest ? before.DeclaredAt : now };
        if (before.FileDigest != head.Digest) Declare(s, after, actor, writers, RolesOf(before));
        listeners.Moved(s, catalog.ViewOf(after), before.CommitId);
        return new SyncResult(head.Commit, Moved: true, Declared: before.FileDigest != head.Digest);
    }

    /// <summary>Puts the file in force once more, on the record.</summary>
    public void Declare(SqlSession s, ProjectRow row, Actor actor) => Declare(s, row, actor, [], RolesOf(row));

    private FileRoles RolesOf(ProjectRow row) => new(catalog.ViewOf(row).File.Project, row.RegisteredBy);

    private void Declare(SqlSession s, ProjectRow row, Actor actor, IReadOnlyList<Signature> writers, FileRoles? before)
    {
        // Before the roles of this file are given: nobody gives himself one for the change that he makes.
        ProjectView project = catalog.ViewOf(row) with { Writers = [.. writers.Select(w => roles.PersonOf(s, row.Name, w, whole: true)).Distinct(StringComparer.Ordinal).Select(p => new FileWriter(p, roles.RolesOf(s, row.Name, p)))] };
        string owner = PeopleOfFile.OwnerOf(project.File.Project, row.RegisteredBy);
        LedgerEvent declared = ledger.Append(s, new EventDraft("project.declared", row.Name, row.Name, actor)
        {
            SubjectDigest = row.FileDigest,
            Data = Declaration.Data(project, owner),
        });
        store.SetDeclared(s, row.Name, declared.Id, row.DeclaredAt);
        IReadOnlyList<TakenRole> taken = grants.Follow(s, project, before, RolesOf(row), declared);
        listeners.Declared(s, project with { Taken = taken }, declared);
    }
}
