using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Data.Arrivals;

/// <summary>What arrived, what was put in quarantine and why, and its release; newest first.</summary>
internal static class ArrivalEndpoints
{
    private static readonly string[] States = [.. Enum.GetValues<ArrivalState>().Select(ArrivalRow.Word)];

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder data = routes.MapGroup("/api/v1/projects/{project}/data").WithTags("data");
        data.MapGet("quarantine", (ArrivalPages pages, string project, bool? all, string? after, int? limit, CancellationToken cancellation)
            => pages.ListAsync(new ArrivalFilter(project, State: "quarantined") { Waiting = all is not true }, after, limit, cancellation));
        data.MapGet("{source}/arrivals", (ArrivalPages pages, string project, string source, string? state, string? partition, string? after, int? limit, CancellationToken cancellation)
            => pages.ListAsync(new ArrivalFilter(project, source, Known(state), partition), after, limit, cancellation));
        data.MapPost("{source}/arrivals/{partition}/accept", AcceptAsync);
        data.MapPost("{source}/accept", (HttpContext context, QuarantineRelease release, string project, string source, AcceptBody body, CancellationToken cancellation)
            => AcceptAsync(context, release, project, source, "", body, cancellation));
    }

    private static string? Known(string? state)
        => state is null || States.Contains(state) ? state : throw ApiException.Invalid("state", "'state' is not a state of arrivals.", $"It is one of {string.Join(", ", States)}.");

    private static async Task<Arrival> AcceptAsync(HttpContext context, QuarantineRelease release, string project, string source, string partition, AcceptBody body, CancellationToken cancellation)
        => await release.AcceptAsync(project, source, partition, body.Reason, context.Actor(), cancellation);

    internal sealed record AcceptBody(string? Reason);
}

/// <summary>Pages of arrivals.</summary>
internal sealed class ArrivalPages(IDatabase database, ArrivalStore store)
{
    public async Task<Page<Arrival>> ListAsync(ArrivalFilter filter, string? after, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        IReadOnlyList<ArrivalRow> rows = await database.ReadAsync(s => store.List(s, filter, before, count + 1), cancellation);
        return Page<Arrival>.Of([.. rows.Select(r => r.View())], count, a => a.RunId);
    }
}
