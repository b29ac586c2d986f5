using System.Text.Json.Serialization;

namespace Cairn.Contracts.DataContracts;

/// <summary>What the prediction log keeps of an input.</summary>
public enum ColumnKept
{
    /// <summary>The value.</summary>
    [JsonStringEnumMemberName("keep")] Keep,

    /// <summary>In place of the value a text that is the same for the same value, made under a key of the data plane.</summary>
    [JsonStringEnumMemberName("hash")] Hash,

    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("drop")] Drop,
}
