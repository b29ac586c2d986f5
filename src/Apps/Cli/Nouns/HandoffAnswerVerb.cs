using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal sealed class HandoffAnswerVerb : Verb
{
    private readonly Argument<string> _handoff = new("handoff") { Description = "id as the offer showed it" };
    private readonly Option<bool> _accept = new("--accept") { Description = "take it over" };
    private readonly Option<bool> _refuse = new("--refuse") { Description = "send it back; say why" };
    private readonly Option<string?> _reason = new("--reason") { Description = "why, for the record", HelpName = "reason" };

    public override string Path => "handoff answer";

    public override string Summary => "Take over what was offered, or send it back";

    public override IReadOnlyList<string> Examples => ["cairn handoff answer h-3 --accept", "cairn handoff answer h-3 --refuse --reason no-scoring-tests"];

    public override void Declare(Command command, SharedOptions shared)
    {
        foreach (var option in new Option[] { _accept, _refuse, _reason, shared.Project })
        {
            command.Add(option);
        }
        command.Add(_handoff);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        if (call.Value(_accept) == call.Value(_refuse))
        {
            throw new UsageException("give either --accept or --refuse");
        }
        var address = await call.RouteAsync("projects/{project}/handoffs/{handoff}/answer", cancel, ("handoff", call.Value(_handoff)));
        var body = new JsonObject { ["accepted"] = call.Value(_accept), ["reason"] = call.Value(_reason) };
        call.Show(await call.Client.PostAsync(address, body, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }
}
