using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Kinds;
using Cairn.Client;

namespace Cairn.Cli.Nouns;

/// <summary>Brings in runs that others keep in a sheet.</summary>
internal sealed class RunImportVerb() : FileVerb("CSV in UTF-8, or an Excel workbook (.xlsx); columns name, status, started, ended, user, note, metrics.x, params.x, tags.x")
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private readonly Option<string?> _experiment = new("--experiment") { Description = "experiment to put them in; else that of the project", HelpName = "name" };
    private readonly Option<string?> _sheet = new("--sheet") { Description = "sheet of a workbook; else its first", HelpName = "name" };

    public override string Path => "runs import";

    public override string Summary => "Bring in runs from a sheet, a run a row; they are marked as imported for ever";

    public override IReadOnlyList<string> Examples => ["cairn runs import results.csv", "cairn runs import results.xlsx --sheet Trials --experiment archive --json"];

    protected override IEnumerable<Option> Options => [_experiment, _sheet];

    protected override async Task<JsonNode?> SendAsync(Call call, string name, Stream content, CancellationToken cancel)
    {
        var query = "origin=" + Uri.EscapeDataString(name);
        foreach (var (key, value) in new[] { ("experiment", call.Value(_experiment)), ("sheet", call.Value(_sheet)) })
        {
            query += value is null ? "" : $"&{key}={Uri.EscapeDataString(value)}";
        }
        var type = name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? Workbook : "text/csv";
        using var body = new StreamContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return await call.Client.SendAsync(HttpMethod.Post, CairnClient.WithQuery(await call.RouteAsync("projects/{project}/runs/import", cancel), query), body, cancel);
    }
}
