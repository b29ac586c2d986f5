using Cairn.Data.Arrivals;
using Cairn.Data.Changes;
using Cairn.Data.Expectations;
using Cairn.Data.Views;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Sources;

/// <summary>The pages of data sources.</summary>
internal static class SourcePages
{
    private const int CalendarDays = 90;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/data", ListAsync);
        pages.MapGet("/p/{project}/data/{source}", FindAsync);
        pages.MapGet("/p/{project}/data/{source}/failed", FailedAsync);
        pages.MapPost("/p/{project}/data/{source}/ingest", IngestAsync);
        pages.MapPost("/p/{project}/data/{source}/accept", AcceptAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, ISources sources, CancellationToken cancellation)
        => await Pages.Render<SourcesPage>(context, new PageInfo("Data", Section.Data, project), new { Project = project, Sources = await sources.ListAsync(project, cancellation) });

    private static async Task<IResult> FindAsync(HttpContext context, string project, string source, string? state, string? partition, bool? waiting, string? after, SourceReading reading, CancellationToken cancellation)
    {
        SourceModel? model = await reading.ReadAsync(project, source, new ArrivalFilter(project, source, Known(state), partition) { Waiting = waiting is true }, after, TableQuery.From(context.Request), cancellation);
        return model is not null
            ? await Pages.Render<SourcePage>(context, new PageInfo(source, Section.Data, project, [new(source)]), new { Model = model })
            : await Pages.NotFound(context, new PageInfo("Not found", Section.Data, project), "source", source, (await reading.NamesAsync(project, cancellation)).Select(n => new NamedLink(n, $"/p/{project}/data/{n}")));
    }

    private static async Task<IResult> FailedAsync(HttpContext context, string project, string source, string? partition, FailedRows rows, CancellationToken cancellation)
    {
        FailedArrival failed = await rows.ReadAsync(project, source, partition ?? "", context.Actor(), cancellation);
        return await Pages.Render<FailedPage>(context, new PageInfo($"{source} failed", Section.Data, project, [new(source, $"/p/{project}/data/{source}"), new("what failed")]), new { Model = failed });
    }

    private static async Task<IResult> IngestAsync(HttpContext context, string project, string source, GatherRequests requests, CancellationToken cancellation)
    {
        await requests.AskAsync(project, source, null, null, context.Actor(), cancellation);
        return Pages.After(context, $"/p/{project}/data/{source}", $"{source} is being gathered.", Token.Run);
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, string project, string source, [FromForm] string? partition, [FromForm] string? reason, QuarantineRelease release, CancellationToken cancellation)
    {
        Arrival arrival = await release.AcceptAsync(project, source, partition ?? "", reason, context.Actor(), cancellation);
        return Pages.After(context, $"/p/{project}/data/{source}", $"{(arrival.Partition.Length > 0 ? arrival.Partition : source)} is released; its version says so.");
    }

    private static string? Known(string? state) => string.IsNullOrEmpty(state) ? null : Enum.TryParse(state, true, out ArrivalState known) ? ArrivalRow.Word(known) : throw ApiException.Invalid("state", "'state' is not a state of arrivals.");

    /// <summary>Reads what the page of a source shows.</summary>
    internal sealed class SourceReading(IProjects projects, ISources sources, IDatasets datasets, IDatabase database, ArrivalParts arrivals)
    {
        public async Task<IReadOnlyList<string>> NamesAsync(string project, CancellationToken cancellation) => [.. (await projects.RequireAsync(project, cancellation)).File.Data.Keys];

        public async Task<SourceModel?> ReadAsync(string project, string source, ArrivalFilter filter, string? after, TableQuery query, CancellationToken cancellation)
        {
            ProjectView view = await projects.RequireAsync(project, cancellation);
            if (!view.File.Data.TryGetValue(source, out var declared)) return null;
            declared = await arrivals.Contracts.InForceAsync(project, declared, cancellation);
            SourceStatus status = (await sources.ListAsync(project, cancellation)).First(s => s.Name == source);
            Page<Arrival> page = await arrivals.Pages.ListAsync(filter, after, null, cancellation);
            IReadOnlyList<Arrival> days = await database.ReadAsync(s => (IReadOnlyList<Arrival>)[.. arrivals.Store.Standing(s, project, source).TakeLast(CalendarDays).Select(r => r.View())], cancellation);
            IReadOnlyList<DatasetVersion> versions = [.. (await datasets.KnownAsync(project, source, null, cancellation)).TakeLast(CalendarDays)];
            return new SourceModel(project, declared, status, days, versions, new TablePage<Arrival>(page.Items, page.Next), query) { ChangeWaits = await arrivals.Changes.OpenAsync(project, source, cancellation) is not null, View = await arrivals.Views.FindAsync(project, declared, cancellation) };
        }
    }

    /// <summary>Arrivals by page and by calendar.</summary>
    internal sealed record ArrivalParts(ArrivalPages Pages, ArrivalStore Store, ContractKeeper Contracts, ContractChangeDesk Changes, ViewDesk Views);
}
