using Cairn.Compute.Environments;
using Cairn.Compute.Local;
using Cairn.Compute.Local.Groups;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using Cairn.Platform;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Compute;

/// <summary>Where steps run: targets with slots and queues, tasks as supervised processes, their logs and outputs.</summary>
public static class ComputeModule
{
    public static IServiceCollection AddCompute(this IServiceCollection services, ComputeOptions? options = null)
    {
        services.AddMigrations(typeof(ComputeModule).Assembly);
        services.TryAddSingleton(p => options ?? new ComputeOptions { Targets = Enrolment.Read(p.GetRequiredService<PlatformOptions>()) });
        services.AddSingleton<TaskStore>().AddSingleton<TaskLogs>().AddSingleton<TargetList>().AddSingleton<TargetViews>().AddSingleton<BackendFactory>().AddSingleton<BackendSeams>().AddSingleton<ComputeParts>().AddSingleton<InstalledHere>();
        services.AddSingleton<TreeWatch>();
        services.TryAddSingleton(_ => ControlGroups.Here);
        services.AddHostedService<TargetProbe>();
        services.AddSingleton<TaskRecovery>().AddHostedService(p => p.GetRequiredService<TaskRecovery>());
        services.AddSingleton<ComputeService>().AddSingleton<ICompute>(p => p.GetRequiredService<ComputeService>()).AddSingleton<LogReader>();
        services.AddSingleton<ITaskLogs, TaskLogPages>();
        return services;
    }

    public static void MapCompute(this IEndpointRouteBuilder routes)
    {
        TargetEndpoints.Map(routes);
        TaskEndpoints.Map(routes);
        ComputePages.Map(routes.MapPages());
    }
}
