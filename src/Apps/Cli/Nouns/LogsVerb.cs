using System.CommandLine;
using Cairn.Cli.Frame;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

internal sealed class LogsVerb : Verb
{
    private readonly Argument<string> _run = new("run") { Description = "pipeline run as the list shows it; 'latest' is the newest", DefaultValueFactory = _ => "latest" };
    private readonly Option<string?> _step = new("--step") { Description = "only this step", HelpName = "step" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "stay until the run ends" };

    public override string Path => "logs";

    public override string Summary => "What the steps of a pipeline run wrote";

    public override IReadOnlyList<string> Examples => ["cairn logs -f", "cairn logs 128 --step train"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_run);
        command.Add(_step);
        command.Add(_follow);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var address = await call.RouteAsync("projects/{project}/pipeline-runs/{run}/logs", cancel, ("run", call.Value(_run)));
        var query = new List<string>();
        if (call.Value(_step) is { } step)
        {
            query.Add("step=" + Uri.EscapeDataString(step));
        }
        if (call.Value(_follow))
        {
            query.Add("follow=true");
        }
        await foreach (var line in call.Client.LinesAsync(CairnClient.WithQuery(address, string.Join('&', query)), cancel))
        {
            await call.Terminal.Out.WriteLineAsync(line);
            await call.Terminal.Out.FlushAsync(cancel);
        }
        return ExitCode.Ok;
    }
}
