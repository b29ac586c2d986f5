using Cairn.Contracts.Features;

namespace Cairn.Serving.Lookups;

/// <summary>One feature of an endpoint, ready to be looked up.</summary>
/// <param name="Keys">For each part of the key the column of the contract; <see cref="BusinessKey"/> is the endpoint's key.</param>
/// <param name="Values">For each value of the file the column of the contract that it fills; -1 where the model does not ask for it.</param>
internal sealed record LiveLookup(string Feature, KeyedFile File, int[] Keys, int[] Values)
{
    public const int BusinessKey = -1;
}
