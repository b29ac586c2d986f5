using System.CommandLine;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>Events as JSON lines, for keeping elsewhere.</summary>
internal sealed class LedgerExportVerb : Verb
{
    private readonly Option<string?> _type = new("--type") { Description = "only this type", HelpName = "type" };

    public override string Path => "ledger export";

    public override string Summary => "Write the events as JSON lines";

    public override IReadOnlyList<string> Examples => ["cairn ledger export > ledger.jsonl", "cairn ledger export --project flight-delay --type gate.decided"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_type);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var query = new (string Name, string? Value)[] { ("type", call.Value(_type)), ("project", call.Value(call.Shared.Project)) };
        var text = string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        await foreach (var item in call.Client.ListAsync(CairnClient.WithQuery("api/v1/ledger/events", text), 500, cancel))
        {
            await call.Terminal.Out.WriteLineAsync(item.ToJsonString(JsonText.OneLine));
        }
        return ExitCode.Ok;
    }
}
