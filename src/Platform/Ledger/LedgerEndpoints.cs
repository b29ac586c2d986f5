using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Platform.Ledger;

/// <summary>The ledger and the world over HTTP.</summary>
internal static class LedgerEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder ledger = routes.MapGroup("/api/v1/ledger").WithTags("ledger");
        ledger.MapGet("/events", ListAsync);
        ledger.MapGet("/events/{id}", FindAsync);
        ledger.MapGet("/verify", (LedgerVerifier verifier, CancellationToken cancellation) => verifier.VerifyAsync(cancellation));
        RouteGroupBuilder world = routes.MapGroup("/api/v1/world").WithTags("world");
        world.MapGet("", (World w) => new WorldView(w.Simulated, w.Now, w.Simulated ? w.Seed : null));
        world.MapPost("/advance", AdvanceAsync);
    }

    /// <summary>Sealed events as JSON, oldest first after <c>after</c>, or newest first with <c>order=desc</c>.</summary>
    private static async Task<IResult> ListAsync(ILedger ledger, string? after, string? type, string? project, string? subject, string? order, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        long? position = Cursor.Decode(after) is { } text ? long.TryParse(text, out long p) ? p : throw ApiException.Invalid("after", "'after' is not a cursor of this list.") : null;
        var filter = new EventFilter { Project = project, Type = type, SubjectId = subject };
        IReadOnlyList<SealedEvent> events = order == "desc"
            ? await ledger.ReadBackAsync(position, count + 1, filter, cancellation)
            : await ledger.ReadAsync(position ?? 0, count + 1, filter, cancellation);
        return Results.Json(Page<SealedEvent>.Of(events, count, e => e.Position.ToString()), LedgerJson.Options);
    }

    private static async Task<IResult> FindAsync(ILedger ledger, string id, CancellationToken cancellation)
        => Results.Json(await ledger.FindAsync(id, cancellation) ?? throw ApiException.NotFound("event", id), LedgerJson.Options);

    private static async Task<WorldView> AdvanceAsync(Simulation simulation, World world, AdvanceRequest request, CancellationToken cancellation)
    {
        if (!world.Simulated) throw ApiException.Conflict("This ledger records the real world: its clock cannot be moved.");
        if (request.To < world.Now) throw ApiException.Invalid("to", "Domain time does not go back.");
        await simulation.AdvanceAsync(request.To, cancellation);
        return new WorldView(true, world.Now, world.Seed);
    }

    internal sealed record AdvanceRequest(DateTimeOffset To);

    internal sealed record WorldView(bool Simulated, DateTimeOffset Now, long? Seed);
}
