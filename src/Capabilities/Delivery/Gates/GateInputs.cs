using Cairn.Data;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>The inputs that an endpoint's contract in force names, as releases are held against them.</summary>
internal sealed class GateInputs(IDatabase database, IInputContracts contracts)
{
    /// <returns>All that have to be there, and those of them that the project file no longer names.</returns>
    public Task<(IReadOnlyList<string> Named, IReadOnlyList<string> GivenUp)> OfAsync(string project, Contracts.Projects.Endpoint declared, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        IReadOnlyList<string> named = Required(contracts.InForce(s, project, declared));
        return (named, (IReadOnlyList<string>)[.. named.Except(Required(declared), StringComparer.Ordinal)]);
    }, cancellation);

    private static IReadOnlyList<string> Required(Contracts.Projects.Endpoint endpoint) => [.. endpoint.Inputs.Columns.Where(c => !c.Optional).Select(c => c.Name)];
}
