using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Registry;
using Cairn.Rooms.Tests.Registry;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>What stands in production is made again by itself: once a recipe, and again within 180 days.</summary>
public sealed class ReproducedByItselfTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-again-").FullName;

    // The environment is not called production; it has that role.
    private string Yaml(string project) => $$"""
        project: {{project}}
        steps:
          fit: {run: "[ ! -e {{_folder}}/broken ] && cat model.onnx > $CAIRN_OUT_MODEL", out: {model: model} }
          judge: {run: "echo '{\"auc\": 0}' > $CAIRN_OUT_METRICS", in: {model: fit.model}, out: {metrics: metrics} }
        endpoints: {late: {model: fit.model} }
        environments: {dev: {}, live: {role: production} }
        """;

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Once_a_recipe_and_again_within_180_days(string engine)
    {
        await using PipelineWorld lab = await StartAsync("lab", engine);
        ModelVersionView version = await TrainAsync(lab);
        await lab.World.AdvanceAsync(TimeSpan.FromDays(2));
        LedgerEvent probe = (await ProbesAsync(lab)).ShouldHaveSingleItem();
        $"{probe.Data["ok"]} {probe.Data["version"]} {probe.Data["recipe"]} {probe.Data["rel_delta"]} {probe.Data["sampled"]} {probe.Data["detail"]}".ShouldBe($"true {version.Id} {version.Recipe} 0 false the same bytes again");
        await PassAsync(lab, 160);
        (await ProbesAsync(lab)).Count.ShouldBe(1);
        await PassAsync(lab, 12);
        (await ProbesAsync(lab)).Count.ShouldBe(2);
        await PassAsync(lab, 3);
        (await ProbesAsync(lab)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_a_week_later()
    {
        await using PipelineWorld lab = await StartAsync("lab");
        await TrainAsync(lab);
        await File.WriteAllTextAsync(Path.Combine(_folder, "broken"), "", TestContext.Current.CancellationToken);
        await lab.World.AdvanceAsync(TimeSpan.FromDays(2));
        LedgerEvent failed = (await ProbesAsync(lab)).ShouldHaveSingleItem();
        $"{failed.Data["ok"]} {failed.Data["rel_delta"]}".ShouldBe("false ");
        File.Delete(Path.Combine(_folder, "broken"));
        await PassAsync(lab, 4);
        (await ProbesAsync(lab)).Count.ShouldBe(1);
        await PassAsync(lab, 4);
        (await ProbesAsync(lab)).Select(p => (bool)p.Data["ok"]!).ShouldBe([false, true]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task What_costs_more_than_the_projects_budget_is_made_on_a_share_and_marked_so(string engine)
    {
        await using PipelineWorld lab = await StartAsync("{name: lab, budget: {cpu: 1h} }", engine);
        await TrainAsync(lab);
        await lab.World.Database.WriteAsync(s => s.Execute("update pipeline_steps set cpu_s = 7200 where step = 'fit'"), cancellation: TestContext.Current.CancellationToken);
        await lab.World.AdvanceAsync(TimeSpan.FromDays(1));
        LedgerEvent probe = (await ProbesAsync(lab)).ShouldHaveSingleItem();
        $"{probe.Data["ok"]} {probe.Data["sampled"]} {probe.Data["detail"]}".ShouldBe("true true the same bytes twice on 25.0 % of the data");
        JsonNode report = await lab.SendAsync("GET", "/pipeline-runs/2/reproduction");
        $"{report["verdict"]} {report["sampled"]} {(double)report["sample"]!:0.000}".ShouldBe("same true 0.250");
        (await lab.SendAsync("GET", "/pipeline-runs"))["items"]!.AsArray().Select(r => r!.Text("purpose")).ShouldBe(["reproduction", "probe", "production"]);
    }

    /// <summary>Lives through the days in the long tests; else only through the last of them, with all that is on record so much older.</summary>
    private static async Task PassAsync(PipelineWorld lab, int days)
    {
        if (Environment.GetEnvironmentVariable("CAIRN_SOAK") != "1")
        {
            long older = (long)TimeSpan.FromDays(days - 1).TotalMilliseconds;
            await lab.World.Database.WriteAsync(s => s.Execute("update reproductions set at = at - @older", new { older }) + s.Execute("update pipeline_runs set created_at = created_at - @older", new { older }), cancellation: TestContext.Current.CancellationToken);
            days = 1;
        }
        await lab.World.AdvanceAsync(TimeSpan.FromDays(days));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<PipelineWorld> StartAsync(string project, string engine = TestEngines.Sqlite)
    {
        PipelineWorld lab = await PipelineWorld.StartAsync(Yaml(project), engine);
        await File.WriteAllBytesAsync(Path.Combine(lab.Repository.Path, "model.onnx"), TestModels.Sum());
        await lab.CommitAsync();
        return lab;
    }

    private static async Task<ModelVersionView> TrainAsync(PipelineWorld lab)
    {
        string id = (await lab.RunAsync()).Text("version");
        await lab.World.Database.WriteAsync(s => lab.World.Get<IModels>().SetAlias(s, "lab", "late", "live", id, Actor.Service("test"), []), cancellation: TestContext.Current.CancellationToken);
        return (await lab.World.Get<IModels>().FindAsync(id, TestContext.Current.CancellationToken))!;
    }

    private static async Task<IReadOnlyList<LedgerEvent>> ProbesAsync(PipelineWorld lab) => [.. (await lab.World.EventsAsync("probe.finished")).Where(e => (string?)e.Data["of"] == "reproduce")];
}
