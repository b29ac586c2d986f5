using System.Text.Json;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

/// <summary>Decisions of the gates, newest first.</summary>
internal static class GateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/gates").WithTags("gates");
        group.MapGet("", ListAsync);
    }

    private static async Task<Page<GateAnswer>> ListAsync(
        string project, IProjects projects, IDatabase database, GateStore store, string? version, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        IReadOnlyList<GateDecision> rows = await database.ReadAsync(s => store.List(s, project, version, before, count + 1), cancellation);
        Page<GateDecision> page = Page<GateDecision>.Of(rows, count, d => d.Id);
        return new Page<GateAnswer>([.. page.Items.Select(GateAnswer.Of)], page.Next);
    }
}

/// <summary>A decision as the API tells it.</summary>
internal sealed record GateAnswer(
    string Id, string Gate, string Endpoint, string Version, string? Champion, string Run, string? Eval, string? Train, string Decision, string Reason, JsonElement Checks, DateTimeOffset DecidedAt)
{
    public static GateAnswer Of(GateDecision d) => new(
        d.Id, d.Gate, d.Endpoint, d.VersionId, d.ChampionId, d.RunId, d.EvalDigest, d.TrainDigest, d.Decision, d.Reason,
        JsonDocument.Parse(d.Checks).RootElement, DateTimeOffset.FromUnixTimeMilliseconds(d.DecidedAt));
}
