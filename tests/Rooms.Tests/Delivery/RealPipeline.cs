using System.Net;
using System.Text.Json.Nodes;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>A project whose pipeline really runs: its tables and its model lie in the repository.</summary>
internal static class RealPipeline
{
    private const string Runs = $"/api/v1/projects/{DeliveryWorld.Project}/pipeline-runs";

    /// <param name="train">Shell line that makes the model, with quotes as YAML wants them within quotes.</param>
    public static Task<DeliveryWorld> StartAsync(string train = "cp model.onnx \\\"$CAIRN_OUT_MODEL\\\"", string engine = TestEngines.Sqlite) => DeliveryWorld.StartAsync(
        DeliveryWorld.File()
            .Replace("prepare: {run: \"true\"", "prepare: {run: \"cp train.parquet \\\"$CAIRN_OUT_TRAIN\\\" && cp test.parquet \\\"$CAIRN_OUT_TEST\\\"\"", StringComparison.Ordinal)
            .Replace("train: {run: \"true\"", $"train: {{run: \"{train}\"", StringComparison.Ordinal),
        engine, Write);

    /// <summary>A training that needs its labels: from any other table than the true one comes a model that guesses.</summary>
    public const string Learning = "if cmp -s train.parquet \\\"$CAIRN_IN_TRAIN\\\"; then cp model.onnx \\\"$CAIRN_OUT_MODEL\\\"; else cp guess.onnx \\\"$CAIRN_OUT_MODEL\\\"; fi";

    /// <summary>The files of the repository.</summary>
    public static void Write(TestRepository repository)
    {
        DeliveryWorld.WriteTable(Path.Combine(repository.Path, "train.parquet"), 12);
        DeliveryWorld.WriteTable(Path.Combine(repository.Path, "test.parquet"), 11);
        File.WriteAllBytes(Path.Combine(repository.Path, "model.onnx"), DeliveryWorld.Model(1));
        File.WriteAllBytes(Path.Combine(repository.Path, "guess.onnx"), DeliveryWorld.Model(0));
    }

    /// <summary>Trains, and answers what stands in production once everything has followed.</summary>
    public static async Task<ModelVersionView> TrainAsync(DeliveryWorld at)
    {
        JsonNode run = await RunAsync(at);
        string stable = (await at.EndpointAsync()).Stable?.VersionId ?? throw new InvalidOperationException(run.ToJsonString());
        return (await at.World.Get<IModels>().FindAsync(stable, TestContext.Current.CancellationToken))!;
    }

    /// <summary>Runs the pipeline up to the model; the run as it ended.</summary>
    public static async Task<JsonNode> RunAsync(DeliveryWorld at, string purpose = "production")
    {
        JsonNode started = (await at.World.Http.SendAsync("POST", Runs, HttpStatusCode.Accepted, new { target = "train", purpose }))!;
        await at.World.QuietAsync();
        return (await at.World.Http.SendAsync("GET", $"{Runs}/{started["number"]}", HttpStatusCode.OK))!;
    }
}
