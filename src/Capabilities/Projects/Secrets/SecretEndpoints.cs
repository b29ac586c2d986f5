using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Projects;

/// <summary>Secrets over HTTP: set, listed by name, removed. No answer holds a value.</summary>
internal static class SecretEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder secrets = routes.MapGroup("/api/v1/projects/{project}/secrets").WithTags("projects");
        secrets.MapGet("", ListAsync);
        secrets.MapPost("", SetAsync);
        secrets.MapDelete("{name}", RemoveAsync);
    }

    private static async Task<Page<SecretView>> ListAsync(string project, IProjects projects, ProjectSecrets secrets, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return new Page<SecretView>(await secrets.ViewsAsync(project, cancellation), null);
    }

    private static async Task<SecretView> SetAsync(string project, SecretRequest request, HttpContext http, IProjects projects, ProjectSecrets secrets, TimeProvider clock, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        string name = request.Name ?? "", value = request.Value ?? "";
        if (!SecretRules.IsName(name))
            throw ApiException.Invalid("name", "'name' is not usable for a secret.", "Name it in capitals, such as API_KEY; not PATH, HOME, LANG, TMPDIR or CAIRN_….");
        if (!SecretRules.IsValue(value))
            throw ApiException.Invalid("value", "'value' must have at least 4 characters, at most 64 KiB, and no zero character.", "A shorter one could not be masked in logs.");
        if (secrets.Given(project, name) is { } from) throw ApiException.Conflict($"The secret '{name}' is given by {from}, which goes before what is set here.", "Renew it there, or take it away there first.");
        var row = new SecretRow { Project = project, Name = name, SetBy = http.Actor().Id, SetAt = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        await secrets.SetAsync(row, value, cancellation);
        return SecretView.Of(row);
    }

    private static async Task<IResult> RemoveAsync(string project, string name, IProjects projects, ProjectSecrets secrets, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        if (await secrets.RemoveAsync(project, name, cancellation)) return Results.NoContent();
        throw secrets.Given(project, name) switch
        {
            "file" => ApiException.Conflict($"The secret '{name}' is given by a file, which is not this server's to remove.", $"Remove the file {project}/{name} from the folder that CAIRN_SECRETS_DIR names."),
            "environment" => ApiException.Conflict($"The secret '{name}' is given by the server's environment.", $"Start the server without the variable {GivenSecrets.VariableOf(project, name)}."),
            _ => ApiException.NotFound("secret", name),
        };
    }

    internal sealed record SecretRequest(string? Name, string? Value);
}
