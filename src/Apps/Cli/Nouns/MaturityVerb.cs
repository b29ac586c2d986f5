using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Client;
using Cairn.Contracts.Maturity;

namespace Cairn.Cli.Nouns;

/// <summary>The levels a project has earned, from its own records; or one capability, clause by clause.</summary>
internal sealed class MaturityVerb : Verb
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly Argument<string?> _capability = new("capability") { Description = "one capability: its rule, records, and how to earn it", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _all = new("--all") { Description = "every capability, a line each" };
    private readonly Option<int?> _gate = new("--gate") { Description = "exit code 1 unless this level of the Microsoft ladder is earned now, in the real world", HelpName = "level" };
    private readonly Option<string?> _asOf = new("--as-of") { Description = "as the records stood at this time", HelpName = "iso" };

    public override string Path => "maturity";

    public override string Summary => "The maturity levels a project has earned, and what is next";

    public override IReadOnlyList<string> Examples => ["cairn maturity", "cairn maturity model-versioning", "cairn maturity --gate 3 --project flight-delay"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_capability);
        command.Add(_all);
        command.Add(_gate);
        command.Add(_asOf);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var capability = call.Words.GetValue(_capability);
        var route = await call.RouteAsync(capability is null ? "projects/{project}/maturity" : "projects/{project}/maturity/{capability}", cancel, ("capability", capability ?? ""));
        var answer = await call.Client.GetAsync(CairnClient.WithQuery(route, call.Value(_asOf) is { } asOf ? "as_of=" + Uri.EscapeDataString(asOf) : ""), cancel);
        call.Show(answer, node => call.Terminal.Out.Write(capability is null ? Whole(node, call.Value(_all)) : MaturityText.Explain(node.Deserialize<CapabilityDto>(Wire)!)));
        if (call.Value(_gate) is { } level)
        {
            // The server decides: what it refuses ends with its reason and exit code 1.
            await call.Client.GetAsync(await call.RouteAsync("projects/{project}/maturity/gate", cancel) + $"?level={level}", cancel);
        }
        return ExitCode.Ok;
    }

    private static string Whole(JsonNode answer, bool all)
    {
        var assessment = answer.Deserialize<AssessmentDto>(Wire)!;
        return MaturityText.Summary(assessment) + (all ? "\n" + MaturityText.Capabilities(assessment) : "");
    }
}
