namespace Cairn.Contracts.Packages;

/// <summary>Scoring code around a model.</summary>
public sealed record CodePart
{
    /// <summary>Path of the assembly in the archive; what it needs lies beside it.</summary>
    public required string Assembly { get; init; }

    /// <summary>Full name of the class that implements the interface; may be left out where there is one only.</summary>
    public string? Type { get; set; }

    /// <summary>Of the assembly's file, as the step that built it found it: <c>sha256:</c> and 64 hex digits. Where it is said no other assembly is loaded.</summary>
    public string? Digest { get; set; }

    /// <summary>Path of the model in the archive: a file of ONNX or XGBoost.</summary>
    public required string Model { get; init; }
}
