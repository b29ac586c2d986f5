using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

internal sealed class LogsVerb : Verb
{
    private readonly Argument<string> _run = new("run") { Description = "pipeline run as the list shows it; 'latest' is the newest", DefaultValueFactory = _ => PipelineRuns.Newest };
    private readonly Option<string?> _step = new("--step") { Description = "only this step", HelpName = "step" };
    private readonly Option<int?> _attempt = new("--attempt") { Description = "only this attempt, from 1; the newest unless said", HelpName = "n" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "stay until the run ends" };

    public override string Path => "logs";

    public override string Summary => "What the steps of a pipeline run wrote";

    public override IReadOnlyList<string> Examples => ["cairn logs -f", "cairn logs 128 --step train"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_run);
        command.Add(_step);
        command.Add(_attempt);
        command.Add(_follow);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        // Asking again is the only signal that crosses every proxy; four times a second reads as live.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), call.Terminal.Clock);
        var reader = new StepLogs(call, call.Value(_step), call.Value(_attempt) is < 1 and var n ? throw new UsageException($"--attempt {n}: attempts count from 1") : call.Value(_attempt));
        var (address, run) = await PipelineRuns.FindAsync(call, call.Value(_run), cancel);
        while (true)
        {
            var ended = run["finished_at"] is not null;
            await reader.ReadAsync(address, run, cancel);
            if (ended || !call.Value(_follow))
            {
                return ExitCode.Ok;
            }
            await timer.WaitForNextTickAsync(cancel);
            run = await call.Client.GetAsync(address, cancel) as JsonObject ?? [];
        }
    }
}
