using System.Globalization;
using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Maturity.Overview;
using Cairn.Maturity.Sentences;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Maturity.LedgerPages;

/// <summary>The ledger of a project and of the installation, line by line and event by event.</summary>
internal static class LedgerPageEndpoints
{
    private const int Rows = 50;
    private static readonly JsonSerializerOptions Indented = new(LedgerJson.Options) { WriteIndented = true };

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/ledger", (HttpContext context, LedgerDesk desk) => ListAsync(context, null, desk));
        pages.MapGet("/ledger/{position:long}", (HttpContext context, long position, LedgerDesk desk) => EventAsync(context, null, position, desk));
        pages.MapGet("/p/{project}/ledger", (HttpContext context, string project, LedgerDesk desk) => ListAsync(context, project, desk));
        pages.MapGet("/p/{project}/ledger/{position:long}", (HttpContext context, string project, long position, LedgerDesk desk) => EventAsync(context, project, position, desk));
    }

    private static async Task<IResult> ListAsync(HttpContext context, string? project, LedgerDesk desk)
    {
        if (project is not null && await desk.Projects.FindAsync(project, context.RequestAborted) is null) return await Missing.ProjectAsync(context, project, desk.Projects);
        TableQuery query = TableQuery.From(context.Request);
        var filter = new EventFilter { Project = project, Type = query["type"], SubjectId = query.Filter };
        IReadOnlyList<SealedEvent> read = await desk.Ledger.ReadBackAsync(Before(query.After), Rows + 1, filter, context.RequestAborted);
        SubjectNames names = await desk.NamesAsync(project, read, context.RequestAborted);
        var model = new LedgerPageModel
        {
            Project = project,
            Query = query,
            Page = new TablePage<LedgerRow>([.. read.Take(Rows).Select(e => Row(e, names))], read.Count > Rows ? Cursor.Encode(Text(read[Rows - 1].Position)) : null),
            Verdict = query["verify"] == "1" ? await desk.Verifier.VerifyAsync(context.RequestAborted) : null,
        };
        return await Pages.Render<LedgerPage>(context, Info(project, "Ledger", null), new { Model = model });
    }

    private static async Task<IResult> EventAsync(HttpContext context, string? project, long position, LedgerDesk desk)
    {
        SealedEvent? found = position < 1 ? null : (await desk.Ledger.ReadAsync(position - 1, 1, cancellation: context.RequestAborted)).FirstOrDefault();
        if (found?.Position != position || (project is not null && found.Event.Project is not null && found.Event.Project != project))
            return await Pages.NotFound(context, Info(project, "Not found", null), "event", Text(position));
        LedgerRow row = Row(found, await desk.NamesAsync(project, [found], context.RequestAborted));
        string at = project is null ? "/ledger" : $"/p/{project}/ledger";
        var model = new EventPageModel(position, found.Event, row.Shown, row.Sentence, JsonSerializer.Serialize(found.Event, Indented), at);
        return await Pages.Render<EventPage>(context, Info(project, "Event " + Text(position), Text(position)), new { Model = model });
    }

    private static PageInfo Info(string? project, string title, string? crumb)
    {
        if (project is not null) return new PageInfo(title, Section.Ledger, project, crumb is null ? null : [new(crumb)]);
        return new PageInfo(title, Crumbs: crumb is null ? [new("Ledger")] : [new("Ledger", "/ledger"), new(crumb)]);
    }

    private static LedgerRow Row(SealedEvent e, SubjectNames names)
    {
        Sentence sentence = EventSentence.Of(e.Event, names);
        return new LedgerRow(e.Position, e.Event, new Status(sentence.Token, e.Event.Type, sentence.Icon), sentence.Html, sentence.Text);
    }

    private static long? Before(string? after)
    {
        if (Cursor.Decode(after) is not { } text) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long position) ? position : throw ApiException.Invalid("after", "'after' is not a cursor of this list.");
    }

    private static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);
}
