using Cairn.Contracts.Snapshots;
using Cairn.Serving.Lookups;
using Cairn.Serving.Models;
using Cairn.Serving.Shadows;

namespace Cairn.Serving.Routing;

/// <summary>One endpoint of one snapshot, ready to answer.</summary>
internal sealed class LiveEndpoint
{
    private readonly VariantSplit _split;
    private readonly SipHash _sampling;
    private readonly int _stable;

    public LiveEndpoint(EndpointRoute route, InputContract contract, IReadOnlyList<LiveVariant> variants, EndpointRuntime runtime)
    {
        (Route, Contract, Variants, Runtime) = (route, contract, variants, runtime);
        Patience = route.PatienceMilliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        KeyInput = route.KeyInput is { } input ? contract.IndexOf(input) : -1;
        _stable = variants.ToList().FindIndex(v => v.Route.Role == VariantRole.Stable);
        // Another key than the split's, so that what is kept does not depend on the variant.
        _sampling = new SipHash(route.Salt + "\nsample");
        _split = new VariantSplit(route.Salt, [.. variants.Select(v => v.Route.WeightPermille)], _stable, [.. variants.Select(v => v.Route.Range)]);
    }

    public EndpointRoute Route { get; }

    public InputContract Contract { get; }

    public IReadOnlyList<LiveVariant> Variants { get; }

    public EndpointRuntime Runtime { get; }

    /// <summary>Place of the column that carries the business key; -1 where it is none of the model's.</summary>
    public int KeyInput { get; }

    /// <summary>How long a request may take until its run begins; null: as long as the server allows.</summary>
    public TimeSpan? Patience { get; }

    /// <summary>The version that is asked besides; null without one.</summary>
    public ShadowLane? Shadow { get; init; }

    /// <summary>Features that are looked up for each request.</summary>
    public LiveLookup[] Lookups { get; init; } = [];

    /// <summary>Every model it holds.</summary>
    public IEnumerable<LoadedModel> Models => Shadow is { } shadow ? Variants.Select(v => v.Model).Append(shadow.Model) : Variants.Select(v => v.Model);

    public LiveVariant Stable => Variants[_stable];

    /// <summary>Whether a request of a sampled endpoint is kept in the log.</summary>
    public bool Keeps(ReadOnlySpan<byte> requestId) =>
        Route.Log.Policy != LogPolicy.Sampled || (_sampling.Of(requestId) >> 11) * (1.0 / (1UL << 53)) < Route.Log.Share;

    /// <summary>Where a key falls, under the salt.</summary>
    public ulong Hash(ReadOnlySpan<byte> key) => _split.Hash(key);

    /// <summary>The variant for a key's hash; stable when the canary has tripped or its lease is over.</summary>
    public LiveVariant Choose(ulong hash, TimeProvider real)
    {
        LiveVariant chosen = Variants[_split.Choose(hash)];
        return chosen.Watch is { } watch && (watch.Tripped || watch.Expired(real)) ? Stable : chosen;
    }

    public LiveVariant? Find(string version)
    {
        foreach (LiveVariant variant in Variants)
            if (variant.Version == version) return variant;
        return null;
    }
}
