using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Endpoints;

/// <summary>A version stays while an endpoint serves it.</summary>
internal sealed class VariantHolder(EndpointStore store) : IVersionHolder
{
    public string? Holds(SqlSession session, string versionId)
        => store.With(session, versionId) is { } endpoint ? $"the endpoint '{endpoint.Name}' serves it in '{endpoint.Environment}'. Release another version there first" : null;
}
