using Cairn.Platform;
using Cairn.Platform.Jobs;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Monitoring;

/// <summary>Monitoring: windows of production, alerts, incidents, and the probes of its own detectors.</summary>
public static class MonitoringModule
{
    public static IServiceCollection AddMonitoring(this IServiceCollection services, MonitoringOptions? options = null)
    {
        services.AddMigrations(typeof(MonitoringModule).Assembly);
        services.AddSingleton<WindowStore>().AddSingleton<AlertStore>().AddSingleton<AlertKeeper>().AddSingleton<WindowCloser>();
        services.AddSingleton<IProductionLog, ProductionLog>().AddSingleton<References>().AddSingleton<SpanReader>().AddSingleton<EndpointDay>().AddSingleton<MonitorProbes>().AddSingleton<MonitorParts>();
        if (options is not null) services.AddSingleton(options);
        services.TryAddSingleton(new MonitoringOptions());
        services.AddSingleton<MonitorProbeStore>().AddSingleton<ContractProbe>().AddSingleton<ProbeBook>();
        services.AddSingleton<ProbeResultStore>().AddSingleton<ProbeInbox>().AddSingleton<ProbePlan>().AddSingleton<DowntimeStore>().AddSingleton<DowntimeDesk>().AddSingleton<AvailabilityAccount>();
        services.AddSingleton<AvailabilityStore>().AddSingleton<AskRhythm>().AddSingleton<AvailabilityParts>().AddSingleton<AvailabilityDay>();
        services.AddSingleton<AvailabilityProbe>().AddSingleton<IProjectListener>(p => p.GetRequiredService<AvailabilityProbe>()).AddSingleton<IJobHandler>(p => p.GetRequiredService<AvailabilityProbe>());
        services.AddSingleton<IncidentPages.IncidentReading>();
        services.AddSingleton<MonitorDay>().AddSingleton<IProjectListener>(p => p.GetRequiredService<MonitorDay>());
        return services.AddSingleton<IJobHandler>(p => p.GetRequiredService<MonitorDay>());
    }

    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder project = routes.MapGroup("/api/v1/projects/{project}").WithTags("monitoring");
        MonitorEndpoints.Map(project);
        AlertEndpoints.Map(project);
        DowntimeEndpoints.Map(project);
        ProbeEndpoints.Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        MonitorPages.Map(pages);
        IncidentPages.Map(pages);
    }
}
