using Cairn.Identity;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <inheritdoc cref="IEndpointNames"/>
internal sealed class EndpointNames(EndpointStore store) : IEndpointNames
{
    public IReadOnlyList<string> Routes(SqlSession session) => [.. store.Active(session, null).Select(e => e.Route).Order(StringComparer.Ordinal)];
}
