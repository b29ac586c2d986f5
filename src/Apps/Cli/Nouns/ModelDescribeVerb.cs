using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Writes a part of a card that only people can write.</summary>
internal sealed class ModelDescribeVerb : Verb
{
    private const string Route = "projects/{project}/models/{model}/versions/{version}/card/{part}";

    private readonly Argument<string> _version = new("version") { Description = VersionName.Description };
    private readonly Argument<string> _part = new("part") { Description = "intended-use, not-for, risks or remarks" };
    private readonly Option<string?> _text = new("--text") { Description = "what to write; an empty text takes the part away. Without it, what was written so far is shown", HelpName = "text" };

    public override string Path => "models describe";

    public override string Summary => "Write a part of a version's card, or show all that was written there";

    public override IReadOnlyList<string> Examples =>
        ["cairn models describe delay/14 intended-use --text \"Warns travellers an hour ahead.\"", "cairn models describe delay/14 intended-use --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_version);
        command.Add(_part);
        command.Add(_text);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var address = await call.RouteAsync(Route, cancel, [.. VersionName.Read(call.Value(_version)), ("part", call.Value(_part))]);
        if (call.Value(_text) is { } text)
        {
            await call.Client.PostAsync(address, new JsonObject { ["text"] = text }, cancel);
        }
        call.Show(await call.Client.GetAsync(address, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }
}
