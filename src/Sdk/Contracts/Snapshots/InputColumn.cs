using System.Text.Json.Serialization;
using ColumnKept = Cairn.Contracts.DataContracts.ColumnKept;

namespace Cairn.Contracts.Snapshots;

/// <summary>One input of the contract.</summary>
public sealed record InputColumn
{
    public required string Name { get; init; }

    /// <summary>A datatype of the Open Inference Protocol, e.g. <c>FP32</c>.</summary>
    public required string Datatype { get; init; }

    /// <summary>First dimension -1: the rows. <c>[-1]</c> and <c>[-1,1]</c> are one value a row.</summary>
    public IReadOnlyList<long> Shape { get; set; } = [-1, 1];

    /// <summary>Least value allowed, for numbers.</summary>
    public double? Min { get; set; }

    /// <summary>Greatest value allowed, for numbers.</summary>
    public double? Max { get; set; }

    /// <summary>The values allowed; numbers as JSON writes them.</summary>
    public IReadOnlyList<string>? Allowed { get; set; }

    /// <summary>What the log keeps of it.</summary>
    public ColumnKept Log { get; set; }

    /// <summary>A missing value (JSON null, NaN) is taken: NaN for a float, the empty string for BYTES. Other types have no missing value.</summary>
    public bool Nullable { get; set; }

    /// <summary>A key can be logged of it: one text or whole number a row, which the log may hold as it is.</summary>
    [JsonIgnore]
    public bool MayBeKey => Datatype is "BYTES" or "INT64" or "INT32" && Log == ColumnKept.Keep && Shape.Skip(1).All(d => d == 1);
}
