using System.Text;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Runs.Export;

/// <summary>The table of runs as a file, CSV or Parquet.</summary>
internal static class RunExportEndpoint
{
    private const int MostColumns = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/projects/{project}/runs/export", ExportAsync).WithTags("runs");

    /// <param name="q">A filter in MLflow's grammar.</param>
    /// <param name="cols">Columns, separated by commas; all metrics and parameters unless said.</param>
    /// <param name="format"><c>csv</c> unless said, or <c>parquet</c>.</param>
    private static async Task<IResult> ExportAsync(
        HttpContext context, string project, string? experiment, string? q, string? sort, string? cols, string? format, IProjects projects, RunExport export, ParquetRuns parquet, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        if (format is not (null or "csv" or "parquet")) throw ApiException.Invalid("format", "'format' must be csv or parquet.");
        string[] asked = cols?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (!Array.TrueForAll(asked, RunFields.IsColumn) || asked.Length > MostColumns)
            throw ApiException.Invalid("cols", $"'cols' must name at most {MostColumns} columns such as metrics.auc, params.depth or tags.note.");
        var query = new RunExportQuery(project, string.IsNullOrEmpty(experiment) ? null : experiment, string.IsNullOrEmpty(q) ? null : q, string.IsNullOrEmpty(sort) ? null : sort, asked);
        IReadOnlyList<Column<RunView>> columns = await Refusals.AsProblem(export.ColumnsAsync(query, cancellation));
        string name = $"{experiment ?? project}-runs";
        if (format == "parquet") return Results.Stream(await parquet.WriteAsync(columns, export.RunsAsync(query, cancellation), cancellation), "application/vnd.apache.parquet", name + ".parquet");
        return Results.Stream(body => WriteAsync(body, columns, export.RunsAsync(query, cancellation), cancellation), "text/csv; charset=utf-8", name + ".csv");
    }

    private static async Task WriteAsync(Stream body, IReadOnlyList<Column<RunView>> columns, IAsyncEnumerable<RunView> runs, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        await text.WriteAsync(Csv.Head(columns));
        await foreach (RunView run in runs.WithCancellation(cancellation)) await text.WriteAsync(Csv.Line(run, columns));
    }
}
