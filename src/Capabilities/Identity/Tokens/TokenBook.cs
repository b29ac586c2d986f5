using System.Collections.Concurrent;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Identity;

/// <summary>Tokens by secret, remembered for two seconds so that requests do not each read the database; what is revoked here is forgotten at once.</summary>
internal sealed class TokenBook(IDatabase database, TokenStore store, RealTime real)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The token, also a revoked or expired one; null when there is none with this secret.</summary>
    public async ValueTask<TokenRow?> FindAsync(string secret, CancellationToken cancellation)
    {
        if (TokenSecret.IdOf(secret) is not { } id) return null;
        if (!_entries.TryGetValue(id, out Entry? entry) || real.Now - entry.ReadAt > Remembered)
        {
            if (await database.ReadAsync(s => store.Find(s, id), cancellation) is not { } row) return null;
            entry = _entries[id] = new Entry(row, real.Now);
        }
        return TokenSecret.Matches(secret, entry.Token.Hash) ? entry.Token : null;
    }

    public void Forget(string id) => _entries.TryRemove(id, out _);

    private sealed record Entry(TokenRow Token, DateTimeOffset ReadAt);
}
