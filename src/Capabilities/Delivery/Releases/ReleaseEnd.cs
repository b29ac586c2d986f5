using System.Text.Json.Nodes;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>What follows from a release that has ended well.</summary>
internal sealed class ReleaseEnd(ReleaseMachine machine, ReleaseWalk walk, IModels models, IProjects projects, ApprovalBook approvals)
{
    public const string ProductionAlias = "production";

    public ApprovalBook Approvals => approvals;

    /// <summary>Succeeded: in production the champion's alias moves, and with it every application that is bound to the endpoint; elsewhere the version walks on.</summary>
    public void Succeed(SqlSession s, Release r)
    {
        if (machine.Move(s, r, new ReleaseMove(ReleaseStates.Succeeded, ReleaseMove.Machine), x => x with { Weight = 1000 }) is not { } done) return;
        if (done.IsProduction) Crown(s, done);
        walk.GoOn(s, done);
    }

    /// <summary>A test whose other side does not answer any more begins anew.</summary>
    public void Again(SqlSession s, Release stale) => walk.Again(s, stale);

    private void Crown(SqlSession s, Release r)
    {
        if (models.Find(s, r.VersionId) is not { } version) return;
        models.SetAlias(s, r.Project, version.Model, ProductionAlias, r.VersionId, ReleaseMove.Machine, [r.FinishedEvent!]);
        foreach (string app in projects.Find(s, r.Project)?.File.Project.Apps ?? [])
            machine.Ledger.Append(s, new EventDraft("alias.moved", $"{app}/{ProductionAlias}", r.Project, ReleaseMove.Machine)
            {
                Cause = [r.FinishedEvent!],
                // Bound by the endpoint's name: nobody edits the application to take a new version.
                Data = new JsonObject { ["owner"] = "app", ["name"] = ProductionAlias, ["of"] = app, ["from"] = r.PreviousId, ["to"] = r.VersionId, ["edited_lines"] = 0 },
            });
    }
}
