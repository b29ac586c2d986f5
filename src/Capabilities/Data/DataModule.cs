using Cairn.Data.Arrivals;
using Cairn.Data.Changes;
using Cairn.Data.Expectations;
using Cairn.Data.Datasets;
using Cairn.Data.Diffs;
using Cairn.Data.Features;
using Cairn.Data.Ingest;
using Cairn.Data.Made;
using Cairn.Data.Removal;
using Cairn.Data.Sources;
using Cairn.Data.Sources.Kinds;
using Cairn.Data.Tags;
using Cairn.Data.Views;
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
        services.AddSingleton<VersionRefs>().AddSingleton<DatasetLists>().AddSingleton<DatasetLineages>().AddSingleton<DatasetDiffs>().AddSingleton<TagStore>().AddSingleton<DatasetTags>();
        services.AddSingleton<FailedRows>().AddSingleton<ObjectGate>().AddSingleton<RemovalParts>().AddSingleton<DatasetRemoval>();
        services.AddSingleton<SourceStore>().AddSingleton<SourceFiles>().AddSingleton<GatherPlan>().AddSingleton<SourceParts>().AddSingleton<ISources, SourceService>();
        services.AddSingleton<SourceHttp>().AddSingleton<PostgresTableStore>().AddSingleton<SqliteTableStore>().AddSingleton<SourceCatalog>();
        services.AddSingleton<ISourceKind, FileSource>().AddSingleton<ISourceKind, PushSource>().AddSingleton<ISourceKind, HttpSource>().AddSingleton<ISourceKind, S3Source>();
        services.AddSingleton<ISourceKind, PostgresSource>().AddSingleton<ISourceKind, SqliteSource>().AddSingleton<ISourceKind, CommandSource>().AddSingleton<ISourceKind, ViewSource>();
        services.AddSingleton<ViewDesk>().AddLedgerSubscriber<ViewFollower>();
        services.AddSingleton<PushEndpoint.PushParts>().AddSingleton<GatherRequests>().AddSingleton<IProjectListener, SourceTimers>();
        services.AddSingleton<SourceWatch>().AddSingleton<IProjectListener>(p => p.GetRequiredService<SourceWatch>()).AddHostedService(p => p.GetRequiredService<SourceWatch>());
        services.AddSingleton<Staging>().AddSingleton<ReadingParts>().AddSingleton<TableReading>().AddSingleton<IngestParts>().AddSingleton<IngestRecords>().AddSingleton<Ingestion>().AddSingleton<MadeParts>().AddSingleton<IMadeDatasets, MadeDatasets>();
        services.AddSingleton<ContractChangeStore>().AddSingleton<ContractRoles>().AddSingleton<ContractKeeper>().AddSingleton<IInputContracts>(p => p.GetRequiredService<ContractKeeper>()).AddSingleton<IProjectListener>(p => p.GetRequiredService<ContractKeeper>()).AddHostedService<ContractRenewal>().AddSingleton<ChangeClocks>().AddSingleton<ChangeParts>().AddSingleton<ContractChangeDesk>();
        services.AddSingleton<FeatureStore>().AddSingleton<FeatureParts>().AddSingleton<IFeatures, FeatureDesk>();
        services.AddSingleton<GatherParts>().AddJobHandler<GatherHandler>();
        services.AddSingleton<SourcePages.ArrivalParts>().AddSingleton<SourcePages.SourceReading>().AddSingleton<VersionStores>().AddSingleton<VersionReading>();
        return services;
    }

    public static void MapData(this IEndpointRouteBuilder routes)
    {
        SourceEndpoints.Map(routes);
        ArrivalEndpoints.Map(routes);
        DatasetEndpoints.Map(routes);
        ContractEndpoints.Map(routes);
        FeatureEndpoints.Map(routes);
        ContractChangeEndpoints.Map(routes);
        ViewEndpoints.Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        SourcePages.Map(pages);
        VersionPages.Map(pages);
        FeaturePages.Map(pages);
        ContractChangePages.Map(pages);
    }
}
