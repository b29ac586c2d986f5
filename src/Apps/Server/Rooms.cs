using Cairn.Code;
using Cairn.Compute;
using Cairn.Data;
using Cairn.Delivery;
using Cairn.Endpoints;
using Cairn.Identity;
using Cairn.Maturity;
using Cairn.Monitoring;
using Cairn.Pipelines;
using Cairn.Platform;
using Cairn.Projects;
using Cairn.Registry;
using Cairn.Tracking;

namespace Cairn.Server;

/// <summary>All rooms, from left to right; migrations run in this order.</summary>
internal static class Rooms
{
    public static IServiceCollection AddRooms(this IServiceCollection services) => services
        .AddIdentity().AddProjects().AddCompute().AddCode().AddData().AddTracking().AddRegistry()
        .AddEndpoints().AddDelivery().AddMonitoring().AddPipelines().AddMaturity();

    public static void UseRooms(this IApplicationBuilder app) => app.UseIdentity().UseSoundBodies();

    public static void MapRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapIdentity();
        routes.MapProjects();
        routes.MapCompute();
        routes.MapCode();
        routes.MapData();
        routes.MapTracking();
        routes.MapRegistry();
        routes.MapEndpoints();
        routes.MapDelivery();
        routes.MapMonitoring();
        routes.MapPipelines();
        routes.MapMaturity();
        routes.MapServingPlane();
    }
}
