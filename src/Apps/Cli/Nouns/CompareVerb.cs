using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Parameters and metrics of several runs side by side.</summary>
internal sealed class CompareVerb : Verb
{
    private readonly Argument<string[]> _runs = new("run") { Description = "two runs or more", Arity = new ArgumentArity(2, 20) };
    private readonly Option<bool> _all = new("--all") { Description = "also what is the same in all of them" };

    public override string Path => "runs compare";

    public override string Summary => "What differs between runs";

    public override IReadOnlyList<string> Examples => ["cairn runs compare brisk-gull calm-otter", "cairn runs compare brisk-gull calm-otter --all --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_runs);
        command.Add(_all);
        command.Add(shared.Project);
        command.Add(shared.NoHeader);
        command.Add(shared.Wide);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var names = call.Value(_runs);
        var runs = new List<JsonObject>();
        foreach (var name in names)
        {
            var address = await call.RouteAsync("projects/{project}/runs/{run}", cancel, ("run", name));
            runs.Add(await call.Client.GetAsync(address, cancel) as JsonObject ?? []);
        }
        var rows = Rows(runs, call.Value(_all));
        var table = new JsonObject { ["items"] = new JsonArray([.. rows]) };
        call.Show(table, _ => Print(call, names, rows));
        return ExitCode.Ok;
    }

    private static List<JsonObject> Rows(List<JsonObject> runs, bool all)
    {
        var rows = new List<JsonObject>();
        foreach (var group in new[] { "params", "metrics", "tags" })
        {
            var keys = runs.SelectMany(run => (run[group] as JsonObject ?? []).Select(pair => pair.Key)).Distinct().Order(StringComparer.Ordinal);
            foreach (var key in keys)
            {
                var values = runs.Select(run => run[group]?[key]).ToList();
                if (all || values.Select(JsonText.Raw).Distinct().Count() > 1)
                {
                    rows.Add(new JsonObject { ["kind"] = group.TrimEnd('s'), ["name"] = key, ["values"] = new JsonArray([.. values.Select(value => value?.DeepClone())]) });
                }
            }
        }
        return rows;
    }

    private static void Print(Call call, string[] names, List<JsonObject> rows)
    {
        var columns = new List<Column> { Column.Text("KIND", "kind"), Column.Text("NAME", "name") };
        columns.AddRange(names.Select((name, i) => Column.OfField($"v{i}", number: false) with { Header = name }));
        foreach (var row in rows)
        {
            for (var i = 0; i < names.Length; i++)
            {
                row[$"v{i}"] = row["values"]![i]?.DeepClone();
            }
        }
        var options = new TableOptions(call.Value(call.Shared.NoHeader), call.Value(call.Shared.Wide));
        new TablePrinter(call.Terminal, options).Print(columns, rows);
    }
}
