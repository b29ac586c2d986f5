using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal sealed class LedgerVerifyVerb : Verb
{
    public override string Path => "ledger verify";

    public override string Summary => "Recompute every hash of the ledger; exit code 1 and the place when one is wrong";

    public override IReadOnlyList<string> Examples => ["cairn ledger verify", "cairn ledger verify --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var answer = await call.Client.GetAsync("api/v1/ledger/verify", cancel);
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        // Whatever is not said to be whole is not whole.
        var whole = JsonText.Find(answer as JsonObject ?? [], "verified");
        return JsonText.Raw(whole) == "true" ? ExitCode.Ok : ExitCode.Failed;
    }
}
