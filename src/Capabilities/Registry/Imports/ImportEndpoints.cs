using Cairn.Identity;
using Cairn.Platform.Http;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Imports;

/// <summary>Imports of whole servers over HTTP; only for who runs this server, because it reads files and addresses that are named.</summary>
internal sealed class ImportEndpoints(ImportService service, IProjects projects)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder imports = routes.MapGroup("/api/v1/imports/mlflow").WithTags("imports").RequireRole(AccessRole.Admin);
        imports.MapPost("", BeginAsync);
        imports.MapGet("", ListAsync);
        imports.MapGet("/report", (string from, CancellationToken cancellation) => service.FindAsync(from, cancellation));
    }

    private async Task<IResult> BeginAsync(ImportRequest request, HttpContext context)
    {
        if (request.Project is not null) await projects.RequireAsync(request.Project, context.RequestAborted);
        if (request.Artifacts is { } folder && !Path.IsPathFullyQualified(folder)) throw ApiException.Invalid("artifacts", "'artifacts' must be the whole path of a folder on the server's machine.");
        return Results.Accepted(null, await service.BeginAsync(request.From ?? "", request.Artifacts, request.Project, context.Actor(), context.RequestAborted));
    }

    private async Task<Page<ImportReport>> ListAsync(CancellationToken cancellation) => new(await service.ListAsync(cancellation), null);

    internal sealed record ImportRequest(string? From, string? Artifacts, string? Project);
}
