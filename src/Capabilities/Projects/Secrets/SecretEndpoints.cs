using System.Text;
using System.Text.RegularExpressions;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Projects;

/// <summary>Secrets over HTTP: set, listed by name, removed. No answer holds a value.</summary>
internal static partial class SecretEndpoints
{
    private const int Shortest = 4, Longest = 64 << 10;
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal) { "PATH", "HOME", "LANG", "TMPDIR" };

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
        return new Page<SecretView>([.. (await secrets.ListAsync(project, cancellation)).Select(View)], null);
    }

    private static async Task<SecretView> SetAsync(string project, SecretRequest request, HttpContext http, IProjects projects, ProjectSecrets secrets, TimeProvider clock, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        string name = request.Name ?? "", value = request.Value ?? "";
        if (!Name().IsMatch(name) || Taken.Contains(name) || name.StartsWith("CAIRN_", StringComparison.Ordinal))
            throw ApiException.Invalid("name", "'name' is not usable for a secret.", "Name it in capitals, such as API_KEY; not PATH, HOME, LANG, TMPDIR or CAIRN_….");
        if (value.Length < Shortest || Encoding.UTF8.GetByteCount(value) > Longest || value.Contains('\0'))
            throw ApiException.Invalid("value", "'value' must have at least 4 characters, at most 64 KiB, and no zero character.", "A shorter one could not be masked in logs.");
        var row = new SecretRow { Project = project, Name = name, SetBy = http.Actor().Id, SetAt = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        await secrets.SetAsync(row, value, cancellation);
        return View(row);
    }

    private static async Task<IResult> RemoveAsync(string project, string name, IProjects projects, ProjectSecrets secrets, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await secrets.RemoveAsync(project, name, cancellation) ? Results.NoContent() : throw ApiException.NotFound("secret", name);
    }

    private static SecretView View(SecretRow row) => new(row.Name, row.SetBy, DateTimeOffset.FromUnixTimeMilliseconds(row.SetAt));

    [GeneratedRegex("^[A-Z][A-Z0-9_]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    internal sealed record SecretRequest(string? Name, string? Value);

    internal sealed record SecretView(string Name, string SetBy, DateTimeOffset SetAt);
}
