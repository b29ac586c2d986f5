using System.CommandLine;
using System.Net.Http.Headers;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>Brings in runs that others keep in a sheet.</summary>
internal sealed class RunImportVerb : Verb
{
    private readonly Argument<string> _file = new("file") { Description = "a sheet saved as CSV in UTF-8; columns name, status, started, ended, user, note, metrics.x, params.x, tags.x" };
    private readonly Option<string?> _experiment = new("--experiment") { Description = "experiment to put them in; else that of the project", HelpName = "name" };

    public override string Path => "runs import";

    public override string Summary => "Bring in runs from a CSV file, a run a row; they are marked as imported for ever";

    public override IReadOnlyList<string> Examples => ["cairn runs import results.csv", "cairn runs import results.csv --experiment archive --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_file);
        command.Add(_experiment);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var path = call.Value(_file);
        if (!File.Exists(path))
        {
            throw new UsageException($"there is no file '{path}'");
        }
        var query = "origin=" + Uri.EscapeDataString(System.IO.Path.GetFileName(path)) + (call.Value(_experiment) is { } experiment ? "&experiment=" + Uri.EscapeDataString(experiment) : "");
        var address = CairnClient.WithQuery(await call.RouteAsync("projects/{project}/runs/import", cancel), query);
        using var content = new StreamContent(File.OpenRead(path)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        call.Show(await call.Client.SendAsync(HttpMethod.Post, address, content, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }
}
