using Cairn.Contracts.Ledger;
using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Ledger;

/// <summary>Marks every answer of a simulated world, so that nobody takes it for a real one.</summary>
internal sealed class WorldHeader(RequestDelegate next, World world)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (world.Simulated) context.Response.Headers[WorldMark.Header] = WorldMark.Simulated;
        return next(context);
    }
}
