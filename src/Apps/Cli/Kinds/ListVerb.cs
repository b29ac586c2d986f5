using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Kinds;

/// <summary>A table of one resource. <paramref name="route"/> is below <c>/api/v1</c>; its places are arguments, <c>{project}</c> the shared option.</summary>
internal sealed class ListVerb(string path, string summary, string route, params Column[] columns) : Verb
{
    private readonly List<Option<string?>> _filters = [];
    private readonly List<Argument<string>> _arguments = [];

    public override string Path => path;

    public override string Summary => summary;

    public override IReadOnlyList<string> Examples => [$"cairn {path} {Example}".TrimEnd(), $"cairn {path} {Example} --json".Replace("  ", " ", StringComparison.Ordinal)];

    /// <summary>Words of the examples after the verb.</summary>
    public string Example { get; init; } = "";

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    /// <summary>What the table shows beside the rows' own fields, such as <c>metrics.auc</c>; nothing else is asked for where the table is all that is shown. Null: the server is not asked so.</summary>
    public string? Fields { get; init; }

    /// <summary>By what the server sorts this list as it is sorted here, and what that is called there, besides <c>metrics.*</c>. All else is sorted here, after all rows were fetched (the server orders parameters as texts).</summary>
    public IReadOnlyDictionary<string, string>? Sorts { get; init; }

    /// <summary>The command that comes next for a reader; <c>{first}</c> is the first cell of the first row.</summary>
    public string? Next { get; init; }

    public override void Declare(Command command, SharedOptions shared)
    {
        foreach (var place in Places.Of(route))
        {
            var argument = new Argument<string>(place.Name) { Description = place.Description };
            _arguments.Add(argument);
            command.Add(argument);
        }
        if (Places.HasProject(route))
        {
            command.Add(shared.Project);
        }
        foreach (var filter in Filters)
        {
            var option = new Option<string?>("--" + filter.Word) { Description = filter.Description, HelpName = filter.Word };
            _filters.Add(option);
            command.Add(option);
        }
        shared.AddTable(command);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var values = _arguments.Select(argument => (argument.Name, call.Value(argument))).ToArray();
        var sort = SortThere(call);
        var address = CairnClient.WithQuery(await call.RouteAsync(route, cancel, values), Query(call, sort));
        var rows = new List<JsonObject>();
        var limit = call.Value(call.Shared.Limit);
        var most = limit == 0 || (call.Value(call.Shared.Sort) is not null && sort is null) ? int.MaxValue : limit + 1;
        await foreach (var row in call.Client.ListAsync(address, Math.Min(most, 500), cancel))
        {
            rows.Add(row);
            if (rows.Count >= most)
            {
                break;
            }
        }
        var view = new TableView(columns, call.Value(call.Shared.Sort), call.Value(call.Shared.Columns), limit);
        Print(call, view, rows);
        return ExitCode.Ok;
    }

    private void Print(Call call, TableView view, List<JsonObject> rows)
    {
        var shown = view.Rows(rows);
        if (call.Json)
        {
            var items = new JsonArray([.. shown.Select(row => row.DeepClone())]);
            call.Terminal.Out.WriteLine(new JsonObject { ["items"] = items }.ToJsonString(JsonText.Indented));
            return;
        }
        var options = new TableOptions(call.Value(call.Shared.NoHeader), call.Value(call.Shared.Wide));
        new TablePrinter(call.Terminal, options).Print(view.Columns(shown), shown);
        if (rows.Count > shown.Count)
        {
            call.Terminal.Note($"the first {shown.Count}; all: --limit 0");
        }
        if (shown.Count == 0)
        {
            call.Terminal.Note("none yet");
        }
        else if (Next is not null)
        {
            call.Terminal.Note(Next.Replace("{first}", JsonText.Raw(JsonText.Find(shown[0], columns[0].Path)), StringComparison.Ordinal));
        }
    }

    // As the server is asked to sort; null where it is not.
    private string? SortThere(Call call)
    {
        // A saved view has its own order there.
        if (Sorts is null || call.Value(call.Shared.Sort) is not { } said || Filters.Zip(_filters).Any(pair => pair.First.Name == "view" && call.Value(pair.Second) is not null))
        {
            return null;
        }
        var name = said.TrimStart('-', '+');
        return (Sorts.GetValueOrDefault(name) ?? (name.StartsWith("metrics.", StringComparison.Ordinal) ? name : null)) is { } there ? (said.StartsWith('-') ? "-" : "") + there : null;
    }

    // What is sorted by is read, to be shown in its order.
    private string? FieldsThere(Call call, string? sort)
    {
        if (Fields is null || call.Json || call.Value(call.Shared.Columns) is not null || (sort is null && call.Value(call.Shared.Sort) is not null))
        {
            return null;
        }
        var name = sort?.TrimStart('-') ?? "name";
        return name is "name" or "started" ? Fields : $"{Fields},{name}";
    }

    private string Query(Call call, string? sort) => string.Join('&', Filters.Zip(_filters)
        .Select(pair => (pair.First.Name, Value: call.Value(pair.Second)))
        .Append((Name: "sort", Value: sort)).Append((Name: "fields", Value: FieldsThere(call, sort)))
        .Where(pair => pair.Value is not null)
        .Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
}
