using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Identity;

/// <inheritdoc cref="IDataPlaneTokens"/>
internal sealed class DataPlaneTokens(TokenStore store, IdentityOptions options, RealTime real) : IDataPlaneTokens
{
    public IReadOnlyList<DataPlaneToken> List(SqlSession session) =>
    [
        .. store.Narrow(session, real.Now.ToUnixTimeMilliseconds()).Select(t => new DataPlaneToken(
            t.Id, t.Actor, t.Hash, t.EndpointList, t.Audience ?? options.Audience, DateTimeOffset.FromUnixTimeMilliseconds(t.ExpiresAt), t.Access.Role == AccessRole.Probe)),
    ];
}
