using System.Globalization;
using Cairn.Maturity.Statements;
using Cairn.Maturity.Waiving;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Maturity.Ladders;

/// <summary>The forms of a capability's page: state, ask for a waiver, approve one. What is refused comes back as a message on the page.</summary>
internal static class SpeakEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/p/{project}/maturity/{capability}/state", StateAsync);
        pages.MapPost("/p/{project}/maturity/{capability}/waive", WaiveAsync);
        pages.MapPost("/p/{project}/maturity/{capability}/waivers/{id}/approve", ApproveAsync);
    }

    private static Task<IResult> StateAsync(HttpContext context, string project, string capability, IProjects projects, StatementDesk desk)
        => SayAsync(context, project, capability, projects, "Stated, and put on record", form => desk.MakeAsync(project, CapabilityReader.StatementOf(capability)?.Id ?? capability, Text(form, "as_role"), context.Actor(), context.RequestAborted));

    private static Task<IResult> WaiveAsync(HttpContext context, string project, string capability, IProjects projects, WaiverDesk desk)
        => SayAsync(context, project, capability, projects, "Asked for; another person approves", form => desk.AskAsync(project, new WaiverAsk(capability, Text(form, "reason"), Day(Text(form, "until")), null), context.Actor(), context.RequestAborted));

    private static Task<IResult> ApproveAsync(HttpContext context, string project, string capability, string id, IProjects projects, WaiverDesk desk)
        => SayAsync(context, project, capability, projects, "Approved, and put on record", _ => desk.ApproveAsync(project, id, null, context.Actor(), context.RequestAborted));

    private static async Task<IResult> SayAsync(HttpContext context, string project, string capability, IProjects projects, string done, Func<IFormCollection, Task> act)
    {
        await projects.RequireAsync(project, context.RequestAborted);
        string back = $"/p/{project}/maturity/{Uri.EscapeDataString(capability)}";
        try
        {
            await act(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty);
            return Pages.After(context, back, done);
        }
        catch (ApiException refused)
        {
            return Pages.After(context, back, $"{refused.Message} {refused.Mend}".TrimEnd(), Token.Fail);
        }
    }

    private static string? Text(IFormCollection form, string field) => form[field].ToString() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Day(string? text)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
