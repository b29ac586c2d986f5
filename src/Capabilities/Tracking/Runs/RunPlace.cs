using System.Text.Json.Serialization;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>Where a run stands under one term of an order.</summary>
/// <param name="Part">0 with a value, 1 NaN, 2 without.</param>
internal sealed record RunPlace(int Part, double? Number = null, long? Time = null, string? Text = null)
{
    /// <summary>In part 0 what the key holds.</summary>
    [JsonIgnore]
    public object? Value => Number is { } number ? number : Time is { } time ? time : Text;

    public static RunPlace Of(long? time) => new(time is null ? 2 : 0, Time: time);

    public static RunPlace Of(string? text) => new(text is null ? 2 : 0, Text: text);

    /// <summary>Whether a run can stand so under the key.</summary>
    public bool Fits(SearchKey key) => Part is 1 or 2 ? Value is null : Part == 0 && key switch
    {
        { Entity: SearchEntity.Metric } => Value is double,
        { Entity: SearchEntity.Attribute, Name: "start_time" or "end_time" } => Value is long,
        _ => Value is string text && !text.Contains('\0'),
    };
}
