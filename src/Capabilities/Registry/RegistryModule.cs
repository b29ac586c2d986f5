using Cairn.Platform;
using Cairn.Platform.Web;
using Cairn.Projects;
using Cairn.Registry.Cards;
using Cairn.Registry.Contracts;
using Cairn.Registry.Evaluations;
using Cairn.Registry.Imports;
using Cairn.Registry.Mlflow;
using Cairn.Registry.Models;
using Cairn.Registry.Probes;
using Cairn.Registry.Prompts;
using Cairn.Registry.Versions;
using Cairn.Registry.Webhooks;
using Cairn.Tracking;
using Cairn.Tracking.Artifacts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Registry;

/// <summary>Registered models, their immutable versions, aliases, evaluations, and the probe that what is served is what is registered.</summary>
public static class RegistryModule
{
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.AddMigrations(typeof(RegistryModule).Assembly);
        services.AddSingleton<ModelStore>().AddSingleton<VersionStore>().AddSingleton<ModelSearchStore>().AddSingleton<ProbeStore>().AddSingleton<RegistryStores>();
        services.AddSingleton<IRunHolder, VersionHolder>().AddSingleton<EnsembleCheck>().AddSingleton<ModelCheck>().AddSingleton<VersionEvents>().AddSingleton<ModelAdoption>().AddSingleton<IExperimentListener>(p => p.GetRequiredService<ModelAdoption>()).AddSingleton<ModelRegistry>().AddSingleton<IModels>(p => p.GetRequiredService<ModelRegistry>());
        services.AddSingleton<EvaluationStore>().AddSingleton<IEvaluations, EvaluationService>();
        services.AddSingleton<VersionParts>().AddSingleton<ModelEndpoints>().AddSingleton<VersionEndpoints>().AddSingleton<ImportEndpoint>().AddSingleton<VersionPages>().AddSingleton<IFileOwners, VersionFiles>();
        services.AddSingleton<PromptStore>().AddSingleton<CardStore>().AddSingleton<CardReading>().AddSingleton<CardWriting>().AddSingleton<CardEndpoints>();
        services.AddSingleton<ContractStore>().AddSingleton<IProjectListener, ContractDeclarations>();
        services.AddSingleton<MlflowRegistry>().AddSingleton<VersionRemoval>().AddSingleton<Registration>().AddSingleton<ModelActEndpoints>().AddSingleton<RegistryMessages>().AddSingleton<SourceReader>().AddSingleton<VersionSources>().AddSingleton<MlflowModels>().AddSingleton<MlflowVersions>().AddSingleton<MlflowVersionFiles>();
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton(p => WebhookOptions.Of(p.GetService<IConfiguration>()?[WebhookOptions.Variable]));
        services.AddSingleton<WebhookStore>().AddSingleton<WebhookSecrets>().AddHostedService(p => p.GetRequiredService<WebhookSecrets>()).AddSingleton<WebhookTarget>().AddSingleton<ICheckedPosts, CheckedPosts>().AddSingleton<WebhookSender>().AddSingleton<WebhookNotices>().AddSingleton<RegistryNotices>().AddSingleton<WebhookTest>().AddSingleton<WebhookDesk>();
        services.AddSingleton<MlflowWebhooks>().AddJobHandler<WebhookDelivery>();
        services.AddSealing().AddSingleton<ImportStateStore>().AddSingleton<LeftOut>().AddSingleton<ImportService>().AddSingleton<MlflowImport>().AddSingleton<ImportedFiles>().AddSingleton<ImportedModels>().AddSingleton<ImportedTraces>().AddSingleton<ImportedWebhooks>().AddSingleton<ImportParts>().AddSingleton<ImportEndpoints>().AddJobHandler<ImportHandler>();
        services.AddJobHandler<RegistryProbe>().AddHostedService<ProbeTimer>();
        return services;
    }

    public static void MapRegistry(this IEndpointRouteBuilder routes)
    {
        IServiceProvider services = routes.ServiceProvider;
        var mlflow = new MlflowRoutes(routes);
        services.GetRequiredService<MlflowModels>().Map(mlflow);
        services.GetRequiredService<MlflowVersions>().Map(mlflow);
        services.GetRequiredService<MlflowVersionFiles>().Map(mlflow);
        services.GetRequiredService<MlflowWebhooks>().Map(mlflow);
        services.GetRequiredService<ModelEndpoints>().Map(routes);
        services.GetRequiredService<ModelActEndpoints>().Map(routes);
        services.GetRequiredService<VersionEndpoints>().Map(routes);
        services.GetRequiredService<CardEndpoints>().Map(routes);
        services.GetRequiredService<ImportEndpoint>().Map(routes);
        services.GetRequiredService<ImportEndpoints>().Map(routes);
        RouteGroupBuilder pages = routes.MapPages();
        services.GetRequiredService<VersionPages>().Map(pages);
        WebhookPages.Map(pages);
        PromptPages.Map(pages);
    }
}
