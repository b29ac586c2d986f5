using System.Text.Json.Nodes;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>In a test environment the exact digest answers request/response tests before it may walk on.</summary>
internal sealed class TestStage(ReleaseMachine machine, ReleaseTraffic traffic, ModelTestRunner runner, IProjects projects)
{
    /// <summary>Into <c>testing</c>, with the start of the test run on the record.</summary>
    public void Begin(SqlSession s, Release r)
    {
        if (machine.Move(s, r, new ReleaseMove(ReleaseStates.Testing, ReleaseMove.Machine)) is { } moved) Tell(s, moved, "run.started", null);
    }

    public async Task RunAsync(Release r, CancellationToken cancellation)
    {
        ModelTestReport report = await runner.RunAsync(r, cancellation);
        await traffic.Database.WriteAsync(s => Settle(s, r, report), cancellation: cancellation);
    }

    private void Settle(SqlSession s, Release r, ModelTestReport report)
    {
        if (machine.Store.Find(s, r.Id)?.Seq != r.Seq) return;
        Tell(s, r, "run.finished", report);
        if (report.Failures.Count > 0)
            traffic.Leave(s, r, ReleaseMove.Machine, "rolled-back", $"{report.Failures.Count} of {report.Tests} request/response tests failed: {report.Failures[0]}");
        else machine.Move(s, r, new ReleaseMove(ReleaseStates.Promoting, ReleaseMove.Machine) { Reason = $"{report.Tests} request/response tests passed" });
    }

    private void Tell(SqlSession s, Release r, string type, ModelTestReport? report)
    {
        var data = new JsonObject
        {
            ["purpose"] = "test",
            ["suite"] = "model-integration",
            ["version"] = r.VersionId,
            ["environment"] = r.Environment,
            ["commit"] = r.CommitId,
            ["ref"] = projects.Find(s, r.Project)?.Branch,
            ["verified"] = r.CommitId is null ? null : true,
            ["clean"] = true,
            ["trigger"] = r.TriggerKind == "manual" ? "manual" : "change",
        };
        if (report is not null) (data["status"], data["tests"], data["failed"]) = (report.Failures.Count == 0 ? "succeeded" : "failed", report.Tests, report.Failures.Count);
        machine.Ledger.Append(s, new EventDraft(type, $"run-{r.Id}-tests", r.Project, ReleaseMove.Machine) { Cause = [r.StartedEvent!], Data = data });
    }
}

/// <summary>What the tests came to. Failures name the test and the output, never a value.</summary>
internal sealed record ModelTestReport(int Tests, IReadOnlyList<string> Failures);
