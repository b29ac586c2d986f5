using System.Text.RegularExpressions;
using Cairn.Rooms.Tests.Data;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>An address for every page route of the filled world; a route that is new and not named here fails the test that asks for it.</summary>
internal sealed partial class PageAddresses(Filled filled, string prediction)
{
    // Not for people to look at: programs' interfaces, files, streams, and parts that a page fetches.
    private static readonly string[] Others = ["/ajax-api/", "/api/", "/v2", "/endpoints/", "/openapi/", "/assets/", "/metrics", "/health", "/livez", "/readyz", "/version", "/live", "/favicon.ico"];
    private static readonly string[] Parts = ["/graph", "/log", "/live", "/get-artifact"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal)
    {
        ["{project}"] = PagesWorld.Project,
        ["{source}"] = "trips",
        ["{endpoint}"] = "delay",
        ["{experiment}"] = "flights",
        ["{run}"] = filled.Runs[0],
        ["{trace}"] = filled.Trace,
        ["{model}"] = "delay",
        ["{monitor}"] = "drift.delay.production",
        ["{pipeline}"] = "evaluate",
        ["{release}"] = "rel-1",
        ["{trigger}"] = "worse",
        ["{position:long}"] = "2",
        ["{number:long}"] = "1",
        ["{prediction}"] = prediction,
        ["{capability}"] = "source-control",
        ["{prompt}"] = "greeting",
        ["{logged}"] = filled.Logged,
    };

    /// <summary>Routes that lead to another one.</summary>
    public static IReadOnlyList<string> Redirects { get; } =
        ["/p/{project}/incidents/INC-{number:long}", "/p/{project}/incidents/{id}", "/p/{project}/pipelines/{pipeline}", "/p/{project}/runs/{id}", "/p/{project}/versions/{id}",
            "/experiments/{id:long}/runs/{run}", "/mlflow/experiments/{experiment}", "/mlflow/experiments/{experiment}/{**rest}", "/mlflow/experiments/{experiment}/runs/{run}", "/mlflow/experiments/{experiment}/models/{logged}", "/mlflow/experiments/{experiment}/runs/{run}/{**rest}", "/mlflow/models/{name}", "/mlflow/models/{name}/versions/{version:long}"];

    /// <summary>The page routes of the approved list.</summary>
    public static IReadOnlyList<string> Routes { get; } =
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "reference", "routes.txt")).Where(l => l.StartsWith("GET /", StringComparison.Ordinal)).Select(l => l[4..])
            .Where(r => !Others.Any(o => r.StartsWith(o, StringComparison.Ordinal)) && !r.Contains("/parts/", StringComparison.Ordinal) && !Parts.Any(p => r.EndsWith(p, StringComparison.Ordinal)))];

    /// <summary>Where a route leads in the filled world.</summary>
    public string Of(string route) => route switch
    {
        "/p/{project}/compare" => $"/p/{PagesWorld.Project}/compare?runs={filled.Runs[0]},{filled.Runs[1]}",
        "/p/{project}/experiments/{experiment}/runs/{run}/artifacts/{**path}" => Fill("/p/{project}/experiments/{experiment}/runs/{run}/artifacts/") + "report/a.txt",
        "/p/{project}/data/{source}/failed" => Fill("/p/{project}/data/{source}/failed?partition=2001-01-03"),
        "/p/{project}/data/{source}/{version}" => Fill("/p/{project}/data/{source}/") + filled.Dataset,
        "/p/{project}/models/{model}/{version}" => Fill("/p/{project}/models/{model}/1"),
        "/p/{project}/models/{model}/{version}/card" => Fill("/p/{project}/models/{model}/1/card"),
        "/p/{project}/incidents/{id}" => Fill("/p/{project}/incidents/INC-1"),
        "/p/{project}/lineage" => Fill("/p/{project}/lineage?focus=") + filled.Version,
        "/p/{project}/runs/{id}" => Fill("/p/{project}/runs/run-1"),
        "/p/{project}/versions/{id}" => Fill("/p/{project}/versions/") + filled.Version,
        "/mlflow/experiments/{experiment}" => "/mlflow/experiments/1",
        "/mlflow/experiments/{experiment}/runs/{run}" => Fill("/mlflow/experiments/1/runs/{run}"),
        "/mlflow/experiments/{experiment}/{**rest}" => "/mlflow/experiments/1/traces",
        "/mlflow/experiments/{experiment}/runs/{run}/{**rest}" => Fill("/mlflow/experiments/1/runs/{run}/artifacts"),
        "/experiments/{id:long}" => "/experiments/0",
        "/experiments/{id:long}/runs/{run}" => Fill("/experiments/1/runs/{run}"),
        "/mlflow/experiments/{experiment}/models/{logged}" => Fill("/mlflow/experiments/1/models/{logged}"),
        "/p/{project}/files/{kind}/{id}" => Fill("/p/{project}/files/logged-model/{logged}"),
        "/p/{project}/files/{kind}/{id}/{**path}" => Fill("/p/{project}/files/version/") + filled.Version + "/model.onnx",
        "/mlflow/models/{name}" => "/mlflow/models/delay",
        "/mlflow/models/{name}/versions/{version:long}" => "/mlflow/models/delay/versions/1",
        "/static-files/lib/notebook-trace-renderer/index.html" => Fill("/static-files/lib/notebook-trace-renderer/index.html?trace_id={trace}&experiment_id=1&version=3.11.0"),
        "/search" => "/search?q=delay&project=" + PagesWorld.Project,
        _ => Fill(route),
    };

    private string Fill(string route) => Name().Replace(route, m => _values.TryGetValue(m.Value, out string? value) ? value
        : throw new InvalidOperationException($"The page route {route} has no address in {nameof(PageAddresses)}: say what {m.Value} is."));

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
