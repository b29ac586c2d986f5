using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Identity;

/// <summary>The page of tokens, for admins like their routes.</summary>
internal static class TokenPages
{
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pages = routes.MapPages().RequireRole(AccessRole.Admin);
        pages.MapGet("/settings", ListAsync);
        pages.MapPost("/settings/tokens", MakeAsync);
        pages.MapPost("/settings/tokens/{id}/revoke", RevokeAsync);
    }

    private static Task<IResult> ListAsync(HttpContext context, string? after, TokenDesk desk, CancellationToken cancellation) => PageAsync(context, after, null, desk, cancellation);

    // A secret must not travel in a cookie or an address: it is shown in the answer to the form and nowhere else.
    private static async Task<IResult> MakeAsync(HttpContext context, IFormCollection form, TokenDesk desk, CancellationToken cancellation)
    {
        string? role = Given(form["role"]);
        var request = new CreateTokenRequest(Given(form["actor"]), role, Given(form["project"]), Given(form["expires"]), Given(form["note"]), role == "infer" ? [.. form["endpoints"].OfType<string>()] : null, Given(form["audience"]));
        TokenView made = await TokenEndpoints.MakeAsync(request, desk.Database, desk.Store, desk.Making, context, cancellation);
        return await PageAsync(context, null, made, desk, cancellation);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string id, TokenDesk desk, TokenBook book, CancellationToken cancellation)
    {
        await TokenEndpoints.RevokeAsync(id, desk.Database, desk.Store, book, desk.Making, cancellation);
        return Pages.After(context, "/settings", $"The token {id} opens nothing any more.", Token.Warn);
    }

    private static async Task<IResult> PageAsync(HttpContext context, string? after, TokenView? made, TokenDesk desk, CancellationToken cancellation)
    {
        string? before = Cursor.Decode(after);
        (IReadOnlyList<TokenRow> rows, List<string> endpoints) = await desk.Database.ReadAsync(s => (desk.Store.List(s, before, Rows + 1), desk.Names.SelectMany(n => n.Routes(s)).ToList()), cancellation);
        Page<TokenRow> page = Page<TokenRow>.Of(rows, Rows, t => t.Id);
        var shown = new TablePage<TokenView>([.. page.Items.Select(TokenView.Of)], page.Next);
        return await Pages.Render<TokensPage>(context, new PageInfo("Settings", Section.Settings), new { Tokens = shown, Query = TableQuery.From(context.Request), desk.Making.Real.Now, Made = made, Endpoints = endpoints });
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>What the page of tokens works with.</summary>
    internal sealed record TokenDesk(IDatabase Database, TokenStore Store, TokenEndpoints.TokenMaking Making, IEnumerable<IEndpointNames> Names);
}
