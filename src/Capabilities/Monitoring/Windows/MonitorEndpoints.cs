using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Builder;

namespace Cairn.Monitoring;

/// <summary>Monitors and their windows over HTTP.</summary>
internal static class MonitorEndpoints
{
    private const string End = "~";

    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/monitors", MonitorsAsync);
        project.MapGet("/windows", WindowsAsync);
    }

    /// <summary>Every monitor with its newest window, the breached ones first.</summary>
    private static async Task<Page<WindowView>> MonitorsAsync(string project, IProjects projects, IDatabase database, WindowStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        IReadOnlyList<Window> newest = await database.ReadAsync(s => store.Newest(s, project), cancellation);
        return new Page<WindowView>([.. newest.OrderByDescending(w => w.Breached).Select(WindowView.Of)], null);
    }

    private static async Task<Page<WindowView>> WindowsAsync(
        string project, string? kind, string? monitor, string? endpoint, string? after, int? limit, IProjects projects, IDatabase database, WindowStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        string before = Cursor.Decode(after) ?? End;
        return Page<WindowView>.Of([.. (await database.ReadAsync(s => store.List(s, project, kind, monitor, endpoint, before, count + 1), cancellation)).Select(WindowView.Of)], count, w => w.Id);
    }

    internal sealed record WindowView(
        string Id, string Kind, string Monitor, string Endpoint, string Env, DateTimeOffset From, DateTimeOffset To, string? Version, long N, bool Breached, JsonNode Values)
    {
        public static WindowView Of(Window w) => new(w.Id, w.Kind, w.Monitor, w.Endpoint, w.Env, DateTimeOffset.FromUnixTimeMilliseconds(w.FromAt), DateTimeOffset.FromUnixTimeMilliseconds(w.ToAt),
            w.Version, w.N, w.Breached, JsonSerializer.Deserialize<JsonNode>(w.Measures)!);
    }
}
