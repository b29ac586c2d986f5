using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Platform.Http;

/// <summary><c>/livez</c>: the process answers. <c>/readyz</c>: it has what it needs, or 503 with a line for each thing that is missing.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", () => "ok").WithTags("health");
        routes.MapGet("/readyz", ReadyAsync).WithTags("health").Produces<string>(contentType: "text/plain").Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain");
    }

    private static async Task<IResult> ReadyAsync([FromServices] IEnumerable<IReadiness> needs, CancellationToken cancellation)
    {
        string?[] missing = await Task.WhenAll(needs.Select(n => n.MissingAsync(cancellation).AsTask()));
        string lines = string.Join('\n', missing.OfType<string>());
        return lines.Length == 0 ? Results.Text("ok") : Results.Text(lines, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
