using Cairn.Endpoints;
using Cairn.Platform;
using Cairn.Platform.Jobs;
using Cairn.Serving;

namespace Cairn.Server;

/// <summary>The data plane within this process, and the doors by which the rooms reach it.</summary>
internal static class ServingSetup
{
    public static IServiceCollection AddServingPlane(this IServiceCollection services)
    {
        services.AddSingleton(p => new ServingClocks(p.GetRequiredService<TimeProvider>(), p.GetRequiredService<RealTime>().Provider));
        services.AddOptions<ServingOptions>().Configure<PlatformOptions>((o, p) => o.LogDirectory = p.Folder("log"));
        services.AddServing(_ => { });
        services.AddSingleton<ISnapshotSink, ServingSink>();
        services.AddSingleton<IServingReadings, ServingReadings>();
        services.AddSingleton<ISegmentFolder, ServingSegments>();
        services.AddSingleton<IInferenceDoor, ServingDoor>();
        return services;
    }
}
