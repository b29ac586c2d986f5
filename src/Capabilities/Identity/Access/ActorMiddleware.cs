using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Identity;

/// <summary>Sets who acts, with the roles held in the project the route names, before any handler runs.</summary>
internal sealed class ActorMiddleware(RequestDelegate next, Authentication authentication, SimulatedActors simulated, IDatabase database, IEnumerable<IRoleLookup> roles)
{
    private readonly IRoleLookup? _roles = roles.FirstOrDefault();

    public async Task InvokeAsync(HttpContext context)
    {
        if (!AccessRules.IsFree(context))
        {
            Access access = await authentication.OfAsync(context, context.RequestAborted);
            AccessRules.Require(context, access);
            context.Features.Set(access);
            await SetActorAsync(context, simulated.Of(context) ?? access.ActorId);
        }
        await next(context);
    }

    private async ValueTask SetActorAsync(HttpContext context, string id)
    {
        var actor = new Actor(id, id.StartsWith("client:", StringComparison.Ordinal) ? "client" : "person", [], context.Via());
        if (_roles is not null && context.GetRouteValue("project") is string project)
        {
            actor = actor with { Roles = await database.ReadAsync(s => _roles.RolesOf(s, project, id), context.RequestAborted) };
        }
        context.SetActor(actor);
    }
}
