using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Enrolment;
using Cairn.Contracts.Projects;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Runs the pipelines of the parity suite in a world whose target <c>work</c> is of one kind or another.</summary>
internal static class ParityWorld
{
    private const string Target = "work";
    public static readonly bool Long = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1";

    /// <summary>Three in the short form, on Slurm two: each step takes a second there.</summary>
    private const int InShort = 3, InShortOnSlurm = 2;

    private static readonly IReadOnlyList<ParityPipeline> Pipelines = Long
        ? [.. ParityPipeline.All.Where(p => Cairn.XgBoost.XgBoostLibrary.Missing() is null || !p.Steps.Contains("use: train", StringComparison.Ordinal))] : [.. ParityPipeline.All.Take(InShort)];

    // Once for all that is compared with it.
    private static readonly Lazy<Task<Dictionary<string, string>>> Here = new(() => OutputsAsync(OnThisMachine, Pipelines));

    private static ComputeOptions OnThisMachine => new() { Slots = 2, Targets = [new EnrolledTarget(Target) { Local = new LocalTarget(null), Slots = 2 }] };

    public static string NewWorkdir() => Directory.CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory("cairn-parity-").FullName, "work")).FullName;

    /// <summary>Runs them on the one target of these options, unedited; every output is to be, byte for byte, what this machine makes.</summary>
    public static async Task MakesTheSameAsync(ComputeOptions options)
    {
        IReadOnlyList<ParityPipeline> pipelines = Long || options.Targets[0].Slurm is null ? Pipelines : [.. Pipelines.Take(InShortOnSlurm)];
        Task<Dictionary<string, string>> there = OutputsAsync(options with { Targets = [options.Targets[0] with { Name = Target }] }, pipelines);
        Dictionary<string, string> here = await Here.Value;
        (await there).Keys.Select(PipelineOf).Distinct().ShouldBe(pipelines.Select(p => p.Name));
        (await there).OrderBy(o => o.Key, StringComparer.Ordinal).ShouldBe(here.Where(o => pipelines.Any(p => p.Name == PipelineOf(o.Key))).OrderBy(o => o.Key, StringComparer.Ordinal));
    }

    private static string PipelineOf(string output) => output[..output.IndexOf(' ')];

    /// <summary>Digest by pipeline, step and port; what was passed over says so.</summary>
    private static async Task<Dictionary<string, string>> OutputsAsync(ComputeOptions options, IReadOnlyList<ParityPipeline> pipelines)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(options, "project: lab\n", TestEngines.Sqlite);
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ParityPipeline pipeline in pipelines)
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
