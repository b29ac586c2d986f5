using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>Writes the table of runs to a file, CSV or Parquet by its name; to stdout as CSV without one.</summary>
internal sealed class RunExportVerb : Verb
{
    private readonly Argument<string?> _file = new("file") { Description = "NAME.csv or NAME.parquet; CSV on stdout unless given", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _experiment = new("--experiment") { Description = "only this experiment", HelpName = "name" };
    private readonly Option<string?> _filter = new("--filter") { Description = "only what matches, in MLflow's grammar", HelpName = "filter" };
    private readonly Option<string?> _sort = new("--sort") { Description = "a column to sort by, with - before it for the greatest first", HelpName = "column" };
    private readonly Option<string?> _columns = new("--columns") { Description = "metrics, parameters and tags to write; all metrics and parameters unless said", HelpName = "a,b" };

    public override string Path => "runs export";

    public override string Summary => "Write the table of runs as CSV or Parquet";

    public override IReadOnlyList<string> Examples => ["cairn runs export runs.parquet", "cairn runs export --filter \"params.depth = '8'\" --sort -metrics.auc --columns metrics.auc,params.depth > best.csv"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_file);
        command.Add(_experiment);
        command.Add(_filter);
        command.Add(_sort);
        command.Add(_columns);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var file = call.Words.GetValue(_file);
        var format = file is null || file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv"
            : file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? "parquet" : throw new UsageException($"'{file}' must end in .csv or .parquet", "cairn runs export runs.csv");
        var query = new (string Name, string? Value)[] { ("format", format), ("experiment", call.Value(_experiment)), ("q", call.Value(_filter)), ("sort", call.Value(_sort)), ("cols", call.Value(_columns)) };
        var text = string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        var address = CairnClient.WithQuery(await call.RouteAsync("projects/{project}/runs/export", cancel), text);
        if (file is null)
        {
            await call.Client.CopyAsync(address, await call.Terminal.BytesAsync(cancel), cancel);
            return ExitCode.Ok;
        }
        await DataGetVerb.WriteAsync(call, address, System.IO.Path.GetFullPath(file), cancel);
        call.Show(new JsonObject { ["file"] = file }, _ => call.Terminal.Out.WriteLine(file));
        return ExitCode.Ok;
    }
}
