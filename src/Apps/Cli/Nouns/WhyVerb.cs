using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Why a step ran, or was taken from the cache.</summary>
internal sealed class WhyVerb : Verb
{
    private readonly Argument<string> _step = new("step") { Description = "step as cairn.yaml names it, or a part of one: train:3" };
    private readonly Option<string> _run = new("--run") { Description = "pipeline run; else the newest", HelpName = "run", DefaultValueFactory = _ => PipelineRuns.Newest };

    public override string Path => "why";

    public override string Summary => "Why a step ran or was taken from the cache, naming what changed";

    public override IReadOnlyList<string> Examples => ["cairn why train", "cairn why train:3 --run 128"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_step);
        command.Add(_run);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var name = call.Value(_step);
        var (address, run) = await PipelineRuns.FindAsync(call, call.Value(_run)!, cancel);
        var names = PipelineRuns.Steps(run).Select(step => JsonText.Raw(step["step"])).ToList();
        var found = PipelineRuns.Steps(run).FirstOrDefault(step => JsonText.Raw(step["step"]) == name) ?? await PartAsync(call, address, name, names, cancel)
            ?? throw new UsageException($"run #{run["number"]} has no step '{name}'", Nearest.Of(name, names) is { } near ? $"did you mean {near}?" : "it has " + string.Join(", ", names));
        var answer = new JsonObject { ["run"] = run["number"]?.DeepClone() };
        foreach (var field in new[] { "step", "state", "why", "identity", "attempt", "failure" })
        {
            answer[field] = found[field]?.DeepClone();
        }
        foreach (var field in new[] { "drift", "image" }.Where(field => found[field] is not null))
        {
            answer[field] = found[field]!.DeepClone();
        }
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }

    private static async Task<JsonObject?> PartAsync(Call call, string address, string name, List<string> steps, CancellationToken cancel)
    {
        if (name.IndexOf(':', StringComparison.Ordinal) is var end and > 0 && steps.Contains(name[..end]))
        {
            await foreach (var part in PipelineRuns.PartsAsync(call, address, name[..end], cancel))
            {
                if (JsonText.Raw(part["step"]) == name)
                {
                    return part;
                }
            }
        }
        return null;
    }
}
