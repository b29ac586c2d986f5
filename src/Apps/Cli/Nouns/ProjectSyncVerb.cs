using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal sealed class ProjectSyncVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "name as the list shows it" };

    public override string Path => "projects sync";

    public override string Summary => "Read cairn.yaml from the repository's newest commit";

    public override IReadOnlyList<string> Examples => ["cairn projects sync flight-delay", "cairn projects sync flight-delay --json"];

    public override void Declare(Command command, SharedOptions shared) => command.Add(_name);

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var name = call.Value(_name);
        var answer = await call.Client.PostAsync(await call.RouteAsync("projects/{name}/sync", cancel, ("name", name)), new JsonObject(), cancel);
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        foreach (var waits in answer?["waiting"] as JsonArray ?? [])
        {
            var asked = string.Join(" or ", (waits!["asked"] as JsonArray ?? []).Select(JsonText.Raw));
            call.Terminal.Error.WriteLine($"not in force until {asked} gives it: cairn people grant --project {name} --person {waits["person"]} --role {waits["role"]}");
        }
        return ExitCode.Ok;
    }
}
