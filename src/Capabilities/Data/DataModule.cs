using Cairn.Data.Arrivals;
using Cairn.Data.Datasets;
using Cairn.Data.Ingest;
using Cairn.Data.Sources;
using Cairn.Platform;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Data;

/// <summary>Gathers sources on schedule, holds them against their contract, and keeps what passes as immutable versions.</summary>
public static class DataModule
{
    public static IServiceCollection AddData(this IServiceCollection services, DataOptions? options = null)
    {
        services.AddMigrations(typeof(DataModule).Assembly);
        services.TryAddSingleton(options ?? new DataOptions());
        services.AddSingleton<ArrivalStore>().AddSingleton<ArrivalPages>().AddSingleton<QuarantineRelease>();
        services.AddSingleton<VersionStore>().AddSingleton<IDatasets, DatasetService>();
        services.AddSingleton<SourceStore>().AddSingleton<SourceFiles>().AddSingleton<GatherPlan>().AddSingleton<SourceParts>().AddSingleton<ISources, SourceService>();
        services.AddSingleton<GatherRequests>().AddSingleton<IProjectListener, SourceTimers>();
        services.AddSingleton<Staging>().AddSingleton<TableReading>().AddSingleton<IngestParts>().AddSingleton<IngestRecords>().AddSingleton<Ingestion>();
        services.AddSingleton<GatherParts>().AddJobHandler<GatherHandler>();
        services.AddSingleton<SourcePages.ArrivalParts>().AddSingleton<SourcePages.SourceReading>().AddSingleton<VersionPages.VersionReading>();
        return services;
    }

    public static void MapData(this IEndpointRouteBuilder routes)
    {
        SourceEndpoints.Map(routes);
        ArrivalEndpoints.Map(routes);
        DatasetEndpoints.Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        SourcePages.Map(pages);
        VersionPages.Map(pages);
    }
}
