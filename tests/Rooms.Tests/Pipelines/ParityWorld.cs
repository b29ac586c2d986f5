using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Enrolment;
using Cairn.Contracts.Projects;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Runs the pipelines of the parity suite in a world whose target <c>work</c> is of one kind or another.</summary>
internal static class ParityWorld
{
    public const string Target = "work";
    public static readonly bool Long = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1";

    private static readonly IReadOnlyList<ParityPipeline> Pipelines = Long
        ? [.. ParityPipeline.All.Where(p => Cairn.XgBoost.XgBoostLibrary.Missing() is null || !p.Steps.Contains("use: train", StringComparison.Ordinal))] : [.. ParityPipeline.All.Take(3)];

    public static string NewWorkdir() => Directory.CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory("cairn-parity-").FullName, "work")).FullName;

    public static ComputeOptions Here => new() { Slots = 2, Targets = [new EnrolledTarget(Target) { Local = new LocalTarget(null), Slots = 2 }] };

    /// <summary>Digest by pipeline, step and port; what was passed over says so.</summary>
    public static async Task<Dictionary<string, string>> OutputsAsync(ComputeOptions options)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(options, "project: lab\n", TestEngines.Sqlite);
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ParityPipeline pipeline in Pipelines)
        {
            lab.Repository.Write("cairn.yaml", pipeline.Yaml);
            foreach ((string path, string text) in pipeline.Files)
            {
                lab.Repository.Write(path, text);
                if (text.StartsWith("#!", StringComparison.Ordinal)) File.SetUnixFileMode(Path.Combine(lab.Repository.Path, path), (UnixFileMode)0b111_101_101);
            }
            await lab.CommitAsync(pipeline.Name);
            foreach (string target in Ends(pipeline))
            {
                JsonNode run = await lab.RunAsync(new { target, no_cache = true });
                run.Text("state").ShouldBe("succeeded", $"{pipeline.Name}: {run}");
                foreach (JsonNode? step in run["steps"]!.AsArray())
                    foreach ((string port, JsonNode? digest) in step!["outputs"] as JsonObject ?? new JsonObject { ["state"] = step.Text("state") })
                        all[$"{pipeline.Name} {step.Text("step")}.{port}"] = (string)digest!;
            }
        }
        return all;
    }

    /// <summary>Steps that nothing follows.</summary>
    private static IEnumerable<string> Ends(ParityPipeline pipeline)
    {
        ProjectFile file = ProjectFile.Parse(pipeline.Yaml, "cairn.yaml").File!;
        return file.Order.Where(s => file.Downstream(s).Count == 0);
    }
}
