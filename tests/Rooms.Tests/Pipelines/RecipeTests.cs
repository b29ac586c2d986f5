using System.Text.Json.Nodes;
using Cairn.Registry;
using Cairn.Rooms.Tests.Registry;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Which versions count as made in the same way.</summary>
public sealed class RecipeTests
{
    private const string Yaml = """
        project: lab
        env: lock.txt
        data: {trips: {from: push}}
        steps:
          rows: {run: ls -l $CAIRN_IN_TRIPS > $CAIRN_OUT_TABLE, in: {trips: data.trips}, out: {table: file}}
          fit: {run: "sh fit.sh", in: {table: rows.table}, out: {model: model}, params: {depth: 3}}
          judge: {run: "echo '{\"auc\": 0.7}' > $CAIRN_OUT_METRICS", in: {model: fit.model}, out: {metrics: metrics}}
        """;

    [Fact]
    public async Task What_a_model_was_made_by_counts_and_nothing_else()
    {
        await using PipelineWorld lab = await StartAsync();
        string first = await RecipeAsync(lab);
        (await RecipeAsync(lab, ("README.md", "Other words"))).ShouldBe(first, "a document is no way of making a model");
        (await RecipeAsync(lab, ("cairn.yaml", Yaml.Replace("0.7", "0.8", StringComparison.Ordinal)))).ShouldBe(first, "what only measures it is none");
        string deeper = await RecipeAsync(lab, ("cairn.yaml", Yaml.Replace("depth: 3", "depth: 4", StringComparison.Ordinal)));
        deeper.ShouldNotBe(first);
        string script = await RecipeAsync(lab, ("cairn.yaml", Yaml), ("fit.sh", "cat model.onnx > $CAIRN_OUT_MODEL # as before\n"));
        script.ShouldNotBe(first);
        string locked = await RecipeAsync(lab, ("lock.txt", "numpy==2.4\n"));
        locked.ShouldNotBe(script);
        string elsewhere = await RecipeAsync(lab, ("cairn.yaml", Yaml.Replace("params:", "resources: {gpu: 1}, params:", StringComparison.Ordinal)));
        elsewhere.ShouldNotBe(locked, "it ran on another class of compute");
        new[] { first, deeper, script, locked, elsewhere }.ShouldBeUnique();
    }

    [Fact]
    public async Task Other_data_is_the_same_way()
    {
        await using PipelineWorld lab = await StartAsync();
        string first = await RecipeAsync(lab);
        await PushAsync(lab, "p2");
        (await RecipeAsync(lab)).ShouldBe(first);
    }

    private static async Task<PipelineWorld> StartAsync()
    {
        PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, TestEngines.Sqlite, ("fit.sh", "cat model.onnx > $CAIRN_OUT_MODEL\n"), ("lock.txt", "numpy==2.3\n"), ("README.md", "Words"));
        File.WriteAllBytes(Path.Combine(lab.Repository.Path, "model.onnx"), TestModels.Sum());
        await lab.CommitAsync();
        await PushAsync(lab, "p1");
        return lab;
    }

    private static async Task PushAsync(PipelineWorld lab, string partition)
    {
        using HttpResponseMessage answer = await lab.World.Http.PostAsync($"/api/v1/projects/lab/data/trips/push?partition={partition}", new StringContent("x\n1\n", System.Text.Encoding.UTF8, "text/csv"));
        answer.EnsureSuccessStatusCode();
        await lab.World.QuietAsync();
    }

    /// <summary>Writes, trains, and answers the recipe of what came out.</summary>
    private static async Task<string> RecipeAsync(PipelineWorld lab, params (string Path, string Text)[] files)
    {
        foreach ((string path, string text) in files) lab.Repository.Write(path, text);
        await lab.CommitAsync();
        JsonNode run = await lab.RunAsync(new { no_cache = true });
        string version = run.Text("version");
        return (await lab.World.Get<IModels>().FindAsync(version, TestContext.Current.CancellationToken))!.Recipe!;
    }
}
