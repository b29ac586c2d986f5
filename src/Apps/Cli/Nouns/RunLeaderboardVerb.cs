using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>Ranks the runs that may be compared; says on stderr by what, and what was left out.</summary>
internal sealed class RunLeaderboardVerb : Verb
{
    private static readonly Column[] Columns =
        [Column.Number("PLACE", "place"), Column.Text("RUN", "run"), Column.Number("VALUE", "value", 4), Column.Number("BEHIND", "behind", 4), Column.Text("BY", "user"), Column.Ago("STARTED", "started_at")];

    private readonly Option<string?> _goal = new("--goal") { Description = "max or min, and a metric; else that of cairn.yaml", HelpName = "goal" };
    private readonly Option<string?> _on = new("--on") { Description = "digest of the evaluation data; else that of cairn.yaml, else what most runs share", HelpName = "digest" };

    public override string Path => "runs leaderboard";

    public override string Summary => "Finished runs with the same metric on the same data, best first, and what was left out";

    public override IReadOnlyList<string> Examples => ["cairn runs leaderboard --goal \"max auc\"", "cairn runs leaderboard --goal \"min rmse\" --on 4f2c9a --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_goal);
        command.Add(_on);
        command.Add(shared.Project);
        shared.AddTable(command);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var limit = call.Value(call.Shared.Limit) is var asked and > 0 ? Math.Min(asked, 500) : 500;
        var query = $"limit={limit}" + Query("goal", call.Value(_goal)) + Query("on", call.Value(_on));
        var board = await call.Client.GetAsync(CairnClient.WithQuery(await call.RouteAsync("projects/{project}/runs/leaderboard", cancel), query), cancel);
        call.Show(board, json => Print(call, json));
        return ExitCode.Ok;
    }

    private static void Print(Call call, JsonNode board)
    {
        var view = new TableView(Columns, call.Value(call.Shared.Sort), call.Value(call.Shared.Columns), 0);
        var rows = view.Rows([.. board["items"]!.AsArray().OfType<JsonObject>()]);
        new TablePrinter(call.Terminal, new TableOptions(call.Value(call.Shared.NoHeader), call.Value(call.Shared.Wide))).Print(view.Columns(rows), rows);
        var data = board["on"] is null ? "no run says on which data it was evaluated" : $"on {board["data"]} {board["on"]}{((bool)board["named"]! ? "" : ", which most runs share; the project names none")}";
        call.Terminal.Note($"{board["best"]} {board["metric"]}, {data}");
        foreach (var left in board["left_out"]!.AsArray())
        {
            call.Terminal.Note($"left out {left!["count"]}: {left["reason"]}");
        }
    }

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
