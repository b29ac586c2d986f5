using System.CommandLine;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>A first contract of a source from what was gathered, as YAML on stdout.</summary>
internal sealed class ContractInferVerb : Verb
{
    private readonly Argument<string> _source = new("source") { Description = "source as cairn.yaml names it" };
    private readonly Option<int?> _last = new("--last") { Description = "newest partitions looked at; 30 unless said", HelpName = "n" };

    public override string Path => "data contract infer";

    public override string Summary => "A first draft of a source's contract, from its versions, as YAML";

    public override IReadOnlyList<string> Examples => ["cairn data contract infer flights", "cairn data contract infer flights --last 90 > expect.yaml"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_source);
        command.Add(_last);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var address = await call.RouteAsync("projects/{project}/data/{source}/contract/draft", cancel, ("source", call.Value(_source)));
        var answer = await call.Client.GetAsync(address + (call.Value(_last) is { } last ? $"?last={last}" : ""), cancel);
        call.Show(answer, _ => call.Terminal.Out.Write((string?)answer?["yaml"]));
        call.Terminal.Note($"put it below the source in cairn.yaml and correct it; drawn from {answer?["versions"]} versions");
        return ExitCode.Ok;
    }
}
