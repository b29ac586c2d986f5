using Cairn.Contracts;
using Cairn.Platform.Sql;

namespace Cairn.Identity;

/// <inheritdoc cref="IProberToken"/>
internal sealed class ProberToken(IDatabase database, TokenStore store, TokenEndpoints.TokenMaking making) : IProberToken
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Life = TimeSpan.FromDays(365), Margin = TimeSpan.FromDays(30);

    public async Task EnsureAsync(string file, CancellationToken cancellation = default)
    {
        DateTimeOffset now = making.Real.Now;
        if (await FindAsync(file, cancellation) is { RevokedAt: null } token && token.ExpiresAt > (now + Margin).ToUnixTimeMilliseconds()) return;
        string id = Ulid.New(now), secret = TokenSecret.New(id);
        var made = new TokenRow
        {
            Id = id,
            Actor = "client:prober",
            Role = AccessRules.Word(AccessRole.Probe),
            Audience = making.Options.Audience,
            Note = "the prober beside this server",
            Hash = TokenSecret.Hash(secret),
            CreatedBy = "svc:prober",
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = (now + Life).ToUnixTimeMilliseconds(),
        };
        await WriteAsync(file, secret, cancellation);
        await database.WriteAsync(s =>
        {
            store.Insert(s, made);
            making.Tell(s, made);
        }, cancellation: cancellation);
    }

    private async Task<TokenRow?> FindAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file)) return null;
        string secret = (await File.ReadAllTextAsync(file, cancellation)).Trim();
        return TokenSecret.IdOf(secret) is { } id && await database.ReadAsync(s => store.Find(s, id), cancellation) is { } row && TokenSecret.Matches(secret, row.Hash) ? row : null;
    }

    private static async Task WriteAsync(string file, string secret, CancellationToken cancellation)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(secret.AsMemory(), cancellation);
    }
}
