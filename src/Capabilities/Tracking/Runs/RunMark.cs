using System.Text.Json.Serialization;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>Where a page ended, so that the next one begins there whatever was added meanwhile, at the cost of its own rows.</summary>
/// <param name="Places">Of the last run, one for each term of the order; null where these are read again, since a value is long.</param>
/// <param name="Start">When it started.</param>
internal sealed record RunMark(IReadOnlyList<RunPlace>? Places = null, long Start = 0, string Id = "")
{
    /// <summary>Of the first term.</summary>
    [JsonIgnore]
    public RunPlace First => Places![0];

    /// <summary>Under the order without its first term.</summary>
    [JsonIgnore]
    public RunMark Rest => this with { Places = [.. Places!.Skip(1)] };

    public bool Fits(IReadOnlyList<SearchOrder> orders) => Places is { } places && places.Count == orders.Count && places.Zip(orders).All(p => p.First is { } place && place.Fits(p.Second.Key));

    public string Encode() => PageToken.Write(this);

    /// <summary>Null for no token.</summary>
    /// <exception cref="MlflowException">It is not a token of ours.</exception>
    public static RunMark? Decode(string? token) => PageToken.Read<RunMark>(token, m => m.Id is { Length: > 0 } id && !id.Contains('\0'));
}
