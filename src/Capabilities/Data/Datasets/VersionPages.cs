using System.Text.Json;
using Cairn.Data.Arrivals;
using Cairn.Platform.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Datasets;

/// <summary>The page of a dataset version: what is in it and what changed.</summary>
internal static class VersionPages
{
    public static void Map(RouteGroupBuilder pages) => pages.MapPage("/p/{project}/data/{source}/{version}", FindAsync);

    private static async Task<IResult> FindAsync(HttpContext context, string project, string source, string version, string? column, VersionReading reading, CancellationToken cancellation)
    {
        VersionModel model = await reading.ReadAsync(project, version, cancellation) is { } found && found.Version.Source == source ? found : throw ApiException.NotFound("dataset version", version, $"See /p/{project}/data/{source}.");
        string title = model.Version.Partition.Length > 0 ? model.Version.Partition : $"version {model.Version.Number}";
        return await Pages.Render<VersionPage>(context, new PageInfo($"{source} {title}", Section.Data, project, [new(source, $"/p/{project}/data/{source}"), new(title)]), new { Model = model with { Open = column } });
    }

    /// <summary>Reads what the page shows.</summary>
    internal sealed class VersionReading(IDatasets datasets, IDatabase database, VersionStore versions, ArrivalStore arrivals, ILedger ledger)
    {
        private const int RunsLookedAt = 1000;

        public async Task<VersionModel?> ReadAsync(string project, string id, CancellationToken cancellation)
        {
            if (await datasets.FindAsync(id, cancellation) is not { } version || version.Project != project) return null;
            DatasetVersion? before = await database.ReadAsync(s => versions.Before(s, project, version.Source, version.Partition, version.Number)?.View(), cancellation);
            Arrival? arrival = await database.ReadAsync(s => arrivals.Find(s, version.RunId)?.View(), cancellation);
            return new VersionModel(version, before, await ProfileAsync(version, cancellation), before is null ? [] : await ProfileAsync(before, cancellation), await UsedAsync(project, id, cancellation), arrival, null);
        }

        private async Task<IReadOnlyList<ColumnProfile>> ProfileAsync(DatasetVersion version, CancellationToken cancellation)
        {
            using JsonDocument profile = await datasets.ProfileAsync(version, cancellation);
            return ColumnProfile.Read(profile.RootElement);
        }

        // Runs name what they read in 'inputs'.
        private async Task<IReadOnlyList<UsedBy>> UsedAsync(string project, string id, CancellationToken cancellation)
        {
            IReadOnlyList<SealedEvent> runs = await ledger.ReadBackAsync(null, RunsLookedAt, new EventFilter { Project = project, Type = "run" }, cancellation);
            return [.. runs.Select(r => r.Event).Where(e => e.Data["inputs"]?.ToJsonString().Contains('"' + id + '"', StringComparison.Ordinal) == true)
                .DistinctBy(e => e.Subject.Id).Select(e => new UsedBy(e.Subject.Id, e.Data["purpose"]?.ToString() ?? "run", e.At)).Take(50)];
        }
    }
}
