using Cairn.Endpoints;
using Cairn.Platform;
using Cairn.Platform.Jobs;
using Cairn.Serving;

namespace Cairn.Server;

/// <summary>The data plane within this process, and the doors by which the rooms reach it.</summary>
internal static class ServingSetup
{
    public static IServiceCollection AddServingPlane(this IServiceCollection services, PlatformOptions platform)
    {
        services.AddSingleton(p => new ServingClocks(p.GetRequiredService<TimeProvider>(), p.GetRequiredService<RealTime>().Provider));
        services.AddServing(o => o.LogDirectory = platform.Folder("log"));
        services.AddSingleton<ISnapshotSink, ServingSink>();
        services.AddSingleton<IServingReadings, ServingReadings>();
        services.AddSingleton<ISegmentFolder, ServingSegments>();
        services.AddSingleton<IInferenceDoor, ServingDoor>();
        return services;
    }
}
