using System.Text.Json;
using System.Text.Json.Serialization;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>Where a page ended, so that the next one begins there whatever was added meanwhile, at the cost of its own rows.</summary>
/// <param name="Places">Of the last run, one for each term of the order; null where these are read again, since a value is long, and where what is found are traces.</param>
/// <param name="Start">When it started.</param>
/// <param name="Offset">Used alone, where traces have another order than that of time.</param>
internal sealed record RunMark(IReadOnlyList<RunPlace>? Places = null, long Start = 0, string Id = "", int Offset = 0)
{
    private static readonly JsonSerializerOptions Short = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>Of the first term.</summary>
    [JsonIgnore]
    public RunPlace First => Places![0];

    /// <summary>Under the order without its first term.</summary>
    [JsonIgnore]
    public RunMark Rest => this with { Places = [.. Places!.Skip(1)] };

    public bool Fits(IReadOnlyList<SearchOrder> orders) => Places is { } places && places.Count == orders.Count && places.Zip(orders).All(p => p.First is { } place && place.Fits(p.Second.Key));

    public string Encode() => Convert.ToBase64String(Id.Length == 0 ? JsonSerializer.SerializeToUtf8Bytes(new { offset = Offset }) : JsonSerializer.SerializeToUtf8Bytes(this, Short));

    /// <summary>Null for no token.</summary>
    /// <exception cref="MlflowException">It is not a token of ours.</exception>
    public static RunMark? Decode(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        byte[] bytes = new byte[token.Length];
        try
        {
            if (Convert.TryFromBase64String(token, bytes, out int length) && JsonSerializer.Deserialize<RunMark>(bytes.AsSpan(0, length)) is { Offset: 0, Id.Length: > 0 } mark && !mark.Id.Contains('\0')) return mark;
        }
        catch (JsonException)
        {
            // No object of this kind.
        }
        return new RunMark(Offset: PageToken.Decode(token));
    }
}
