using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;

namespace Cairn.Endpoints;

/// <summary>What an endpoint takes.</summary>
/// <param name="All">Inputs of its stable version under the endpoint's contract; empty when nothing serves.</param>
/// <param name="LookedUp">Names of those that the data plane fills from features where a request leaves them out.</param>
/// <param name="Rows">Of a request, for a model that takes no other number; null for any.</param>
/// <param name="Key">The endpoint's key, where it goes beside the inputs; null without.</param>
public sealed record ServedInputs(IReadOnlyList<InputColumn> All, IReadOnlyList<string> LookedUp, int? Rows, string? Key)
{
    public static readonly ServedInputs None = new([], [], null, null);

    /// <summary>What a request brings.</summary>
    public IReadOnlyList<InputColumn> Sent { get; } = [.. All.Where(c => !LookedUp.Contains(c.Name, StringComparer.Ordinal))];

    /// <summary>One of its outputs comes in binary form only.</summary>
    public bool AnswersBinary { get; init; }

    /// <summary>A call cannot be JSON alone.</summary>
    public bool NeedsBinary => AnswersBinary || Sent.Any(c => c.Datatype == Datatype.Fp16.Name());
}
