using Cairn.Platform;
using Cairn.Registry.Evaluations;
using Cairn.Registry.Models;
using Cairn.Registry.Versions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Registry;

/// <summary>Registered models, their immutable versions, aliases, evaluations, and the probe that what is served is what is registered.</summary>
public static class RegistryModule
{
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.AddMigrations(typeof(RegistryModule).Assembly);
        services.AddSingleton<ModelStore>().AddSingleton<VersionStore>().AddSingleton<RegistryStores>();
        services.AddSingleton<ModelCheck>().AddSingleton<VersionEvents>().AddSingleton<ModelRegistry>().AddSingleton<IModels>(p => p.GetRequiredService<ModelRegistry>());
        services.AddSingleton<EvaluationStore>().AddSingleton<IEvaluations, Evaluations.Evaluations>();
        return services;
    }

    public static void MapRegistry(this IEndpointRouteBuilder routes)
    {
    }
}
