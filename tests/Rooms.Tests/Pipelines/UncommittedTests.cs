using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>What the ledger says of the code that a run went by.</summary>
public sealed class UncommittedTests
{
    [Fact]
    public async Task A_run_for_production_beside_changes_is_refused_and_an_experiment_is_not_clean()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("project: lab\nsteps: {go: {run: \"echo 1 > $CAIRN_OUT_X\", out: {x: file}}}\n");
        JsonNode refused = await lab.SendAsync("POST", "/pipeline-runs", new { dirty = true }, HttpStatusCode.Conflict);
        refused.Text("detail").ShouldContain("not committed");
        await lab.RunAsync(new { dirty = true, purpose = "experiment" });
        await lab.RunAsync();
        LedgerEvent[] ended = [.. (await lab.World.EventsAsync("run.finished"))];
        ended.Select(e => $"{e.Data["for"]} {e.Data["clean"]} {e.Data["verified"]} {e.Data["managed"]} {e.Data["notebook"]}").ShouldBe(["experiment false true true false", "production true true true false"]);
    }

    [Fact]
    public async Task A_checkout_that_was_tampered_with_is_not_verified()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("project: lab\nsteps: {go: {run: \"papermill a.ipynb b.ipynb || cat a.ipynb > $CAIRN_OUT_X\", out: {x: file}}}\n", TestEngines.Sqlite, ("a.ipynb", "{}"));
        string commit = lab.Repository.Head, tree = Path.Combine(lab.World.Directory, "repositories/lab/trees", commit), file = Path.Combine(tree, "a.ipynb");
        await lab.World.Get<Cairn.Projects.IRepositories>().CheckoutAsync("lab", commit, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(file, "{\"other\": 1}", TestContext.Current.CancellationToken);
        await lab.RunAsync();
        LedgerEvent ended = (await lab.World.EventsAsync("run.finished")).ShouldHaveSingleItem();
        $"{ended.Data["verified"]} {ended.Data["notebook"]}".ShouldBe("false true");
    }
}
