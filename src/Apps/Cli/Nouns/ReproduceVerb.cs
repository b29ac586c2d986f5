using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Makes a run or a version again from its record and says whether the same came out.</summary>
internal sealed class ReproduceVerb : Verb
{
    private readonly Argument<string> _of = new("of") { Description = "number of a pipeline run, or a version as model/number" };
    private readonly Option<double?> _tolerance = new("--tolerance") { Description = "share by which metrics may differ where bytes do; else 0.01", HelpName = "share" };
    private readonly Option<double?> _sample = new("--sample") { Description = "share of the data, above 0 and at most 1: two runs on it are compared, which proves less", HelpName = "share" };
    private readonly Option<bool> _allowDrift = new("--allow-drift") { Description = "make it again also where what is installed differs, and record the difference" };
    private readonly Option<bool> _detach = new("--detach") { Description = "start it and do not wait" };

    public override string Path => "reproduce";

    public override string Summary => "Make a run or a version again and compare; exit code 1 when it diverges";

    public override IReadOnlyList<string> Examples => ["cairn reproduce delay/14", "cairn reproduce 128 --tolerance 0.001 --json", "cairn reproduce delay/14 --sample 0.01"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_of);
        command.Add(_tolerance);
        command.Add(_sample);
        command.Add(_allowDrift);
        command.Add(_detach);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var started = await call.Client.PostAsync(await call.RouteAsync("projects/{project}/reproductions", cancel), Body(call), cancel) as JsonObject ?? [];
        var number = JsonText.Raw(started["number"]);
        if (call.Value(_detach))
        {
            call.Show(started, _ => call.Terminal.Out.WriteLine($"#{number}"));
            return ExitCode.Ok;
        }
        var report = await FollowAsync(call, number, cancel);
        call.Show(report, _ => Print(call, report));
        return report["verdict"]?.ToString() is "same" or "within" ? ExitCode.Ok : ExitCode.Failed;
    }

    private JsonObject Body(Call call)
    {
        var body = new JsonObject { ["of"] = call.Value(_of) };
        if (call.Value(_sample) is { } sample)
        {
            body["sample"] = sample;
        }
        if (call.Value(_allowDrift))
        {
            body["allow_drift"] = true;
        }
        return body;
    }

    // A sampled one is two runs, the second begun when the first has ended.
    private async Task<JsonObject> FollowAsync(Call call, string number, CancellationToken cancel)
    {
        var query = call.Value(_tolerance) is { } tolerance ? FormattableString.Invariant($"?tolerance={tolerance}") : "";
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), call.Terminal.Clock);
        for (var run = number; ;)
        {
            var address = await call.RouteAsync("projects/{project}/pipeline-runs/{run}", cancel, ("run", run));
            await RunVerb.FollowAsync(call, address, cancel);
            var report = await call.Client.GetAsync(address + "/reproduction" + query, cancel) as JsonObject ?? [];
            if (report["verdict"]?.ToString() != "running")
            {
                return report;
            }
            run = JsonText.Raw(report["run"]);
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    private static void Print(Call call, JsonObject report)
    {
        var text = report["verdict"]?.ToString() switch
        {
            "same" => "the same bytes again",
            "within" => $"other bytes from '{report["diverged"]}' on, metrics within {report["tolerance"]}",
            "diverged" => $"diverged at '{report["diverged"]}'",
            _ => "it could not be made again",
        };
        var share = (bool?)report["sampled"] == true ? FormattableString.Invariant($", sampled: {(double)report["sample"]!:0.####} of the data") : "";
        call.Terminal.Out.WriteLine($"#{report["of"]}\t#{report["run"]}\t{text}{share}");
        foreach (var step in PipelineRuns.Steps(report).Where(step => step["verdict"]?.ToString() != "same"))
        {
            call.Terminal.Out.WriteLine($"{step["step"]}\t{step["verdict"]}\t{step["why"]}");
            foreach (var (name, values) in step["metrics"] as JsonObject ?? [])
            {
                call.Terminal.Out.WriteLine($"  {name}\t{JsonText.Raw(values?[0])}\t{JsonText.Raw(values?[1])}");
            }
        }
    }
}
