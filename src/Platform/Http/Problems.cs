using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Cairn.Platform.Http;

/// <summary>Writes problem details; browsers that ask for HTML get what <see cref="IProblemPage"/> makes of them.</summary>
public static class Problems
{
    public static Task WriteAsync(HttpContext context, ApiException problem)
    {
        context.Response.Clear();
        context.Response.StatusCode = problem.Status;
        bool page = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (page && context.RequestServices.GetService(typeof(IProblemPage)) is IProblemPage pages) return pages.WriteAsync(context, problem);
        var details = new ProblemDetails { Status = problem.Status, Title = Title(problem.Status), Detail = problem.Message, Type = $"urn:cairn:problem:{problem.Code}" };
        details.Extensions["code"] = problem.Code;
        if (problem.Field is not null) details.Extensions["field"] = problem.Field;
        if (problem.Mend is not null) details.Extensions["mend"] = problem.Mend;
        foreach ((string name, object? value) in problem.Extensions) details.Extensions[name] = value;
        return context.Response.WriteAsJsonAsync(details, ApiJson.Options, "application/problem+json");
    }

    private static string Title(int status) => status switch
    {
        400 => "Bad request",
        401 => "Sign in first",
        403 => "Not allowed",
        404 => "Not found",
        409 => "Conflict",
        413 => "Too large",
        415 => "Unsupported media type",
        429 => "Too many requests",
        503 => "Not ready",
        _ => status < 500 ? "Request refused" : "Internal error",
    };
}
