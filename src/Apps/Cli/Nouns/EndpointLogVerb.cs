using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>Writes an endpoint's log to a folder, as the Parquet files that it is.</summary>
internal sealed class EndpointLogVerb : Verb
{
    private readonly Argument<string> _endpoint = new("endpoint") { Description = "endpoint as the list shows it" };
    private readonly Option<string?> _from = new("--from") { Description = "first day, e.g. 2001-04-16; the beginning unless said", HelpName = "day" };
    private readonly Option<string?> _to = new("--to") { Description = "last day; today unless said", HelpName = "day" };
    private readonly Option<string> _out = new("--out") { Description = "folder to write to; made when absent", HelpName = "folder", DefaultValueFactory = _ => "." };

    public override string Path => "endpoints log";

    public override string Summary => "Export predictions, outcomes and shadows as Parquet files";

    public override IReadOnlyList<string> Examples => ["cairn endpoints log delay --out log", "cairn endpoints log delay --from 2001-04-01 --to 2001-04-30 --out april"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_endpoint);
        command.Add(_from);
        command.Add(_to);
        command.Add(_out);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(call.Value(_out)!).FullName;
        var address = await call.RouteAsync("projects/{project}/endpoints/{endpoint}/log", cancel, ("endpoint", call.Value(_endpoint)));
        var query = string.Join('&', new[] { ("from", call.Value(_from)), ("to", call.Value(_to)) }.Where(q => q.Item2 is not null).Select(q => $"{q.Item1}={Uri.EscapeDataString(q.Item2!)}"));
        var files = (await call.Client.GetAsync(query.Length > 0 ? CairnClient.WithQuery(address, query) : address, cancel))?["items"]?.AsArray() ?? [];
        var written = new JsonArray();
        foreach (var file in files)
        {
            var path = System.IO.Path.Combine(folder, System.IO.Path.GetFileName(JsonText.Raw(file!["name"])));
            await DataGetVerb.WriteAsync(call, $"{address}/{Uri.EscapeDataString(JsonText.Raw(file["digest"]))}", path, cancel);
            written.Add(path);
            if (!call.Json)
            {
                call.Terminal.Out.WriteLine(path);
            }
        }
        call.Show(new JsonObject { ["files"] = written }, _ => { });
        Warn(call, folder, [.. written.Select(w => w!.ToString())]);
        return ExitCode.Ok;
    }

    // A day's files become one in time: those of an earlier export hold the same rows.
    private static void Warn(Call call, string folder, HashSet<string> written)
    {
        var others = new[] { "predictions", "outcomes", "shadows" }.SelectMany(kind => Directory.EnumerateFiles(folder, kind + "-*.parquet")).Count(path => !written.Contains(path));
        if (others > 0)
        {
            call.Terminal.Error.WriteLine($"{others} files of an earlier export lie in {folder} too: their rows may be there twice");
        }
    }
}
