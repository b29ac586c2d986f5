using Cairn.Contracts.Ledger;
using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Ledger;

/// <summary>Marks every answer of a simulated world, so that nobody takes it for a real one.</summary>
internal sealed class WorldHeader(RequestDelegate next, World world)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Set at the last moment: error answers begin by clearing the headers.
        if (world.Simulated) context.Response.OnStarting(Mark, context.Response.Headers);
        return next(context);
    }

    private static Task Mark(object headers)
    {
        ((IHeaderDictionary)headers)[WorldMark.Header] = WorldMark.Simulated;
        return Task.CompletedTask;
    }
}
