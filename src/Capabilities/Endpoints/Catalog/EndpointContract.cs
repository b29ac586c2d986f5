using Cairn.Contracts.Snapshots;

namespace Cairn.Endpoints;

/// <summary>What a client must know of an endpoint: what it takes and what it answers. Empty lists when nothing serves.</summary>
/// <param name="Endpoint">Route of the endpoint.</param>
/// <param name="Key">Name of the column by which outcomes may be sent besides; null without one.</param>
/// <param name="LookedUp">Names of inputs that are looked up; a request leaves them out.</param>
internal sealed record EndpointContract(string Endpoint, string? Key, IReadOnlyList<InputColumn> Inputs, IReadOnlyList<string> LookedUp, IReadOnlyList<ContractOutput> Outputs);

/// <summary>One output; -1 in the shape stands for the rows, another first number for so many entries whatever the rows.</summary>
internal sealed record ContractOutput(string Name, string Datatype, IReadOnlyList<long> Shape);
