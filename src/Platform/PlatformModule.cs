using System.Reflection;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Processes;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cairn.Platform;

/// <summary>What every room stands on: SQL, artifacts, ledger, jobs and timers, processes, and the manners of HTTP.</summary>
public static class PlatformModule
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, PlatformOptions options)
    {
        Directory.CreateDirectory(options.DataDirectory);
        services.AddSingleton(options);
        services.TryAddSingleton(new RealTime(TimeProvider.System));
        services.AddSingleton(p => new DomainClock(p.GetRequiredService<RealTime>().Provider));
        services.AddSingleton<TimeProvider>(p => p.GetRequiredService<DomainClock>());
        services.AddSingleton(_ => DatabaseUrl.Open(options.DatabaseUrl, options.DataDirectory));
        services.AddSingleton<IArtifactStore>(_ => new DiskArtifactStore(options.Artifacts ?? Path.Combine(options.DataDirectory, "artifacts")));
        services.AddSingleton<IProcessRunner, ProcessRunner>();
        services.AddMigrations(typeof(PlatformModule).Assembly);
        services.AddSingleton<Migrator>().AddHostedService<PlatformStartup>();
        services.AddLedger().AddJobs();
        services.AddSingleton<IReadiness, DatabaseReadiness>();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        return services;
    }

    /// <summary>Registers a room's embedded migrations; they run at start in the order of registration.</summary>
    public static IServiceCollection AddMigrations(this IServiceCollection services, Assembly assembly) => services.AddSingleton(new MigrationSource(assembly));

    public static IServiceCollection AddJobHandler<T>(this IServiceCollection services) where T : class, IJobHandler => services.AddSingleton<IJobHandler, T>();

    public static IServiceCollection AddLedgerSubscriber<T>(this IServiceCollection services) where T : class, ILedgerSubscriber => services.AddSingleton<ILedgerSubscriber, T>();

    /// <summary>The mark of a simulated world, the public address, host and origin checks, problem details, then the check for NULs; before all other middleware.</summary>
    public static IApplicationBuilder UsePlatform(this IApplicationBuilder app)
    {
        // The page shell alone has no ledger, and so no world.
        if (app.ApplicationServices.GetService<World>() is not null) app.UseMiddleware<WorldHeader>();
        if (app.ApplicationServices.GetRequiredService<PlatformOptions>().PublicUrl is { } address) app.UseMiddleware<FrontDoor>(address);
        return app.UseMiddleware<HostGuard>().UseMiddleware<ProblemMiddleware>().UseMiddleware<NulGuard>();
    }

    /// <summary>Looks into JSON bodies for texts that no store can hold; after routing and after who may not act was sent away.</summary>
    public static IApplicationBuilder UseSoundBodies(this IApplicationBuilder app) => app.UseMiddleware<SoundBodies>();

    public static void MapPlatform(this IEndpointRouteBuilder routes)
    {
        LedgerEndpoints.Map(routes);
        JobEndpoints.Map(routes);
        HealthEndpoints.Map(routes);
    }

    private static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<LedgerStore>().AddSingleton<LedgerSignal>().AddSingleton<Dispatcher>().AddSingleton<Sealer>();
        services.AddSingleton(p => new World(p.GetRequiredService<IDatabase>(), p.GetRequiredService<LedgerStore>(), p.GetRequiredService<DomainClock>(), p.GetRequiredService<RealTime>()));
        services.AddSingleton<ILedger, SqlLedger>();
        services.AddSingleton(p => new LedgerVerifier(p.GetRequiredService<IDatabase>(), p.GetRequiredService<LedgerStore>()));
        services.AddSingleton<SimulationParts>().AddSingleton(p => new Simulation(p.GetRequiredService<SimulationParts>()));
        return services.AddHostedService(p => p.GetRequiredService<Sealer>()).AddHostedService(p => p.GetRequiredService<Dispatcher>());
    }

    private static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobStore>().AddSingleton<JobSignal>().AddSingleton<IJobs, JobQueue>();
        services.AddSingleton<TimerSignal>().AddSingleton<TimerStore>().AddSingleton<ITimers>(p => p.GetRequiredService<TimerStore>());
        return services.AddHostedService<JobRunner>().AddHostedService<TimerService>();
    }
}
