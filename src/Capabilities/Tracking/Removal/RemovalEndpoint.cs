using Cairn.Identity;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Removal;

/// <summary>Removal for good over HTTP, for who runs the server.</summary>
internal sealed class RemovalEndpoint(Remover remover, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/gc", RunAsync).WithTags("runs").RequireRole(AccessRole.Admin);

    /// <summary>Removes deleted runs, logged models and experiments, and content that nothing else has.</summary>
    private Task<RemovalReport> RunAsync(RemovalRequest request, HttpContext context)
    {
        double days = request.OlderThanDays ?? 0;
        if (double.IsNaN(days) || days is < 0 or > 36_500) throw ApiException.Invalid("older_than_days", "'older_than_days' must be a number from 0 to 36500.");
        return remover.RunAsync(time.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds(), request.DryRun, context.Actor(), context.RequestAborted);
    }

    internal sealed record RemovalRequest(double? OlderThanDays, bool DryRun);
}
