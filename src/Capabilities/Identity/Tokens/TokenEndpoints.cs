using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Identity;

/// <summary>Making, listing and revoking tokens: for admins.</summary>
internal static class TokenEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder tokens = routes.MapGroup("/api/v1/tokens").RequireRole(AccessRole.Admin).WithTags("tokens");
        tokens.MapGet("", ListAsync);
        tokens.MapPost("", CreateAsync);
        tokens.MapDelete("/{id}", RevokeAsync);
    }

    private static async Task<Page<TokenView>> ListAsync(IDatabase database, TokenStore store, string? after, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        string? before = Cursor.Decode(after);
        IReadOnlyList<TokenRow> rows = await database.ReadAsync(s => store.List(s, before, count + 1), cancellation);
        return Page<TokenView>.Of([.. rows.Select(TokenView.Of)], count, t => t.Id);
    }

    private static async Task<IResult> CreateAsync(
        CreateTokenRequest request, IDatabase database, TokenStore store, TokenMaking making, HttpContext context, CancellationToken cancellation)
    {
        TokenView made = await MakeAsync(request, database, store, making, context, cancellation);
        return Results.Created($"/api/v1/tokens/{made.Id}", made);
    }

    /// <summary>Makes the token; the answer carries its secret, which is kept nowhere.</summary>
    internal static async Task<TokenView> MakeAsync(
        CreateTokenRequest request, IDatabase database, TokenStore store, TokenMaking making, HttpContext context, CancellationToken cancellation)
    {
        TokenRow draft = TokenDraft.Check(request, context.Actor().Id, making);
        string secret = TokenSecret.New(draft.Id);
        TokenRow token = draft with { Hash = TokenSecret.Hash(secret) };
        await database.WriteAsync(s =>
        {
            store.Insert(s, token);
            making.Tell(s, token);
        }, cancellation: cancellation);
        context.Response.Headers.CacheControl = "no-store";
        return TokenView.Of(token) with { Secret = secret };
    }

    internal static async Task<IResult> RevokeAsync(string id, IDatabase database, TokenStore store, TokenBook book, TokenMaking making, CancellationToken cancellation)
    {
        bool known = await database.WriteAsync(s =>
        {
            bool revoked = store.Revoke(s, id, making.Real.Now.ToUnixTimeMilliseconds());
            if (store.Find(s, id) is not { } token) return false;
            if (revoked) making.Tell(s, token);
            return true;
        }, cancellation: cancellation);
        book.Forget(id);
        return known ? Results.NoContent() : throw ApiException.NotFound("token", id);
    }

    /// <summary>What a new token depends on.</summary>
    internal sealed record TokenMaking(World World, RealTime Real, IdentityOptions Options, IEnumerable<ITokenListener> Listeners)
    {
        /// <summary>Tells of a token that a data plane knows, made or revoked.</summary>
        public void Tell(SqlSession transaction, TokenRow token)
        {
            if (token.Access.Role is not (AccessRole.Infer or AccessRole.Probe)) return;
            foreach (ITokenListener listener in Listeners) listener.Changed(transaction);
        }
    }
}
