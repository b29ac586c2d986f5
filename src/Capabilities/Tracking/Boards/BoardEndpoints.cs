using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Boards;

/// <summary>The leaderboard as JSON and as a page.</summary>
internal sealed class BoardEndpoints(BoardReading reading)
{
    private const int Shown = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/projects/{project}/runs").WithTags("runs").MapGet("/leaderboard", BoardAsync);
        routes.MapPages().MapGet("/p/{project}/leaderboard", PageAsync);
    }

    private async Task<Board> BoardAsync(string project, string? goal, string? on, int? limit, CancellationToken cancellation)
        => await reading.ReadAsync(project, goal, on, Cursor.Limit(limit), cancellation)
            ?? throw ApiException.Invalid("goal", "The project names no goal.", "Write 'goal: max auc' under 'project:' in cairn.yaml, or ask with goal=max auc.");

    private async Task<IResult> PageAsync(HttpContext context, string project, string? goal, string? on, CancellationToken cancellation)
        => await Pages.Render<BoardPage>(context, new PageInfo("Leaderboard", Section.Experiments, project, [new("Leaderboard")]),
            new { Project = project, Board = await reading.ReadAsync(project, goal, on, Shown, cancellation), Goal = goal, On = on });
}
