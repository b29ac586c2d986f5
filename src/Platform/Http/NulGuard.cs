using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cairn.Platform.Http;

/// <summary>Refuses a NUL in a query string or a form: PostgreSQL has it in no text, so nothing is called so. Dialects of others are left to refuse it in their words.</summary>
internal sealed class NulGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.QueryString.HasValue && request.QueryString.Value!.Contains("%00", StringComparison.Ordinal) && IsOurs(request.Path)) Check(request.Query);
        return next(context);
    }

    /// <summary>For groups whose bodies are forms, whichever way a handler reads them.</summary>
    public static async ValueTask<object?> FormAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        HttpRequest request = call.HttpContext.Request;
        if (request.HasFormContentType) Check(await ReadAsync(request));
        return await next(call);
    }

    private static async Task<IFormCollection> ReadAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw ApiException.Invalid("form", "The body is not a form that can be read.");
        }
    }

    private static void Check(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        foreach ((string name, StringValues values) in fields)
        {
            string field = name.Replace("\0", "", StringComparison.Ordinal);
            SoundText.Require(field, name);
            foreach (string? value in values) SoundText.Require(field, value);
        }
    }

    private static bool IsOurs(PathString path) => !Below(path, "/ajax-api") && (!Below(path, "/api") || Below(path, "/api/v1"));

    private static bool Below(PathString path, string start) => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase);
}
