using Cairn.Contracts.Ledger;
using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Http;

/// <summary>Who is asking, as authentication found it.</summary>
public static class ActorExtensions
{
    private static readonly Actor Local = new("local", "person", [], "api");

    /// <summary>The actor that authentication set; <c>local</c> where the loopback default is in force.</summary>
    public static Actor Actor(this HttpContext context) => context.Features.Get<Actor>() ?? Local with { Via = Via(context) };

    public static void SetActor(this HttpContext context, Actor actor) => context.Features.Set(actor);

    /// <summary>Through which door the request came: <c>cli</c>, <c>page</c> or <c>api</c>.</summary>
    public static string Via(this HttpContext context)
    {
        if (context.Request.Headers.UserAgent.ToString().StartsWith("cairn-cli/", StringComparison.Ordinal)) return "cli";
        return context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "api" : "page";
    }
}
