using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Sends the runs that the .NET client kept on disk while the server was away.</summary>
internal sealed class RunReplayVerb : Verb
{
    private readonly Argument<string> _folder = new("folder") { Description = "the buffer directory of the programs that logged" };

    public override string Path => "runs replay";

    public override string Summary => "Send the runs that the .NET client kept on disk while the server was away";

    public override IReadOnlyList<string> Examples => ["cairn runs replay kept", "cairn runs replay kept --json"];

    public override void Declare(Command command, SharedOptions shared) => command.Add(_folder);

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var folder = call.Value(_folder);
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"there is no folder '{folder}'");
        }
        var report = await call.Client.ReplayAsync(folder, cancel);
        var answer = new JsonObject
        {
            ["sent"] = new JsonArray([.. report.Sent.Select(id => JsonValue.Create(id))]),
            ["waiting"] = new JsonArray([.. report.Waiting.Select(path => JsonValue.Create(path))]),
            ["faults"] = new JsonArray([.. report.Faults.Select(fault => JsonValue.Create($"{fault.What}: {fault.Problem}"))]),
        };
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        return report.Waiting.Count + report.Faults.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
