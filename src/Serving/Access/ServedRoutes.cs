using Cairn.Serving.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Serving.Access;

/// <summary>Maps an address with its use and its shape of errors; another method than its own is 405 in that shape.</summary>
internal static class ServedRoutes
{
    /// <summary>Answers GET and HEAD.</summary>
    public static IEndpointConventionBuilder Get(this RouteGroupBuilder group, string pattern, (RouteUse Use, IErrorShape Errors) of, RequestDelegate answer) =>
        group.Map(pattern, http => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            ? Unforeseen.GuardAsync(http, of.Errors, answer)
            : WrongMethodAsync(http, of.Errors, "GET")).WithMetadata(new ServedRoute(of.Use, of.Errors));

    /// <summary>For what tells by itself what nobody foresaw.</summary>
    public static IEndpointConventionBuilder Post(this RouteGroupBuilder group, string pattern, (RouteUse Use, IErrorShape Errors) of, RequestDelegate answer) =>
        group.Map(pattern, http => HttpMethods.IsPost(http.Request.Method) ? answer(http) : WrongMethodAsync(http, of.Errors, "POST")).WithMetadata(new ServedRoute(of.Use, of.Errors));

    public static IEndpointConventionBuilder GuardedPost(this RouteGroupBuilder group, string pattern, (RouteUse Use, IErrorShape Errors) of, RequestDelegate answer) =>
        group.Post(pattern, of, http => Unforeseen.GuardAsync(http, of.Errors, answer));

    /// <summary>Answers GET and POST.</summary>
    public static void Either(this RouteGroupBuilder group, string pattern, (RouteUse Use, IErrorShape Errors) of, RequestDelegate answer) =>
        group.Map(pattern, http => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsPost(http.Request.Method) ? answer(http) : WrongMethodAsync(http, of.Errors, "GET, POST")).WithMetadata(new ServedRoute(of.Use, of.Errors));

    /// <summary>What stands in the address under a name; null where it has none of it.</summary>
    public static string? RouteText(this HttpContext http, string name) => http.Request.RouteValues[name] as string;

    private static Task WrongMethodAsync(HttpContext http, IErrorShape errors, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        return Answers.WriteFaultAsync(http, errors, new RequestFault(405, ErrorKind.Malformed, $"This address answers {allowed} only."));
    }
}
