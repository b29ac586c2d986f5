using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>The levels a project has earned, from its own records.</summary>
internal sealed class MaturityVerb : Verb
{
    private readonly Option<int?> _gate = new("--gate") { Description = "exit code 1 unless this level of the Microsoft ladder is earned", HelpName = "level" };
    private readonly Option<string?> _asOf = new("--as-of") { Description = "as the records stood at this time", HelpName = "iso" };

    public override string Path => "maturity";

    public override string Summary => "The maturity levels a project has earned, and what is next";

    public override IReadOnlyList<string> Examples => ["cairn maturity", "cairn maturity --gate 3 --project flight-delay"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_gate);
        command.Add(_asOf);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var gate = call.Value(_gate);
        var query = new List<string>();
        if (call.Value(_asOf) is { } asOf)
        {
            query.Add("as_of=" + Uri.EscapeDataString(asOf));
        }
        var address = CairnClient.WithQuery(await call.RouteAsync("projects/{project}/maturity", cancel), string.Join('&', query));
        var answer = await call.Client.GetAsync(address, cancel) as JsonObject ?? [];
        call.Show(answer, _ => new MaturityPrinter(call.Terminal).Print(answer));
        if (gate is not null && answer["world"]?.ToString() == "simulated")
        {
            await call.Terminal.Error.WriteLineAsync("error: this ledger records a simulated world: no gate passes on it");
            return ExitCode.Failed;
        }
        return gate is null || Earned(answer) >= gate ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>The Microsoft level, or -1 when the answer does not say one: what is not shown is not earned.</summary>
    private static double Earned(JsonObject answer) => MaturityPrinter.Ladders(answer)
        .Where(ladder => ladder["id"]?.ToString() == "microsoft").Select(ladder => JsonText.Number(ladder["level"])).FirstOrDefault() ?? -1;
}
