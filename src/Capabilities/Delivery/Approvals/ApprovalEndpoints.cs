using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

/// <summary>Approvals of releases, versions, waivers and markers.</summary>
internal static class ApprovalEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/approvals").WithTags("approvals");
        group.MapGet("", ListAsync);
        group.MapPost("", GiveAsync);
    }

    private static async Task<Page<ApprovalAnswer>> ListAsync(string project, IProjects projects, IDatabase database, ApprovalStore store, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        Page<Approval> page = Page<Approval>.Of(await database.ReadAsync(s => store.List(s, project, before, count + 1), cancellation), count, a => a.Id);
        return new Page<ApprovalAnswer>([.. page.Items.Select(ApprovalAnswer.From)], page.Next);
    }

    private static async Task<IResult> GiveAsync(string project, ApprovalRequest request, IProjects projects, ApprovalDesk desk, HttpContext context, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        (string kind, string id) = Subject(request.Of);
        string answer = request.Answer ?? request.Decision ?? Approval.Given;
        if (answer is not (Approval.Given or Approval.Refused)) throw ApiException.Invalid("answer", "'answer' must be given or refused.");
        if (string.IsNullOrEmpty(request.AsRole)) throw ApiException.Invalid("as_role", "'as_role' names the role in which you answer.");
        var draft = new Approval { Project = project, Kind = kind, SubjectId = id, AsRole = request.AsRole, Answer = answer, Reason = request.Reason };
        Approval approval = await desk.AnswerAsync(draft, context.Actor(), cancellation);
        return Results.Created($"/api/v1/projects/{project}/approvals", ApprovalAnswer.From(approval));
    }

    /// <summary><c>{"kind", "id"}</c>, or <c>kind:id</c>.</summary>
    private static (string Kind, string Id) Subject(JsonNode? of)
    {
        string[] parts = of switch
        {
            JsonObject o => [(string?)o["kind"] ?? "", (string?)o["id"] ?? ""],
            JsonValue v when v.TryGetValue(out string? text) => text.Split(':', 2),
            _ => [],
        };
        if (parts is not [var kind, { Length: > 0 } id] || !ApprovalBook.Kinds.Contains(kind))
            throw ApiException.Invalid("of", $"'of' must name a subject as kind:id, of kind {string.Join(", ", ApprovalBook.Kinds)}.");
        return (kind, id);
    }

    internal sealed record ApprovalRequest(JsonNode? Of, string? AsRole, string? Answer, string? Decision, string? Reason);
}

/// <summary>An approval as the API tells it.</summary>
internal sealed record ApprovalAnswer(string Id, string Of, string Answer, string By, string AsRole, string? Reason, DateTimeOffset At)
{
    public static ApprovalAnswer From(Approval a) => new(a.Id, $"{a.Kind}:{a.SubjectId}", a.Answer, a.Person, a.AsRole, a.Reason, DateTimeOffset.FromUnixTimeMilliseconds(a.At));
}
