namespace Cairn.XgBoost;

public enum ModelFormat
{
    Json, Ubj,
}

/// <summary>What a prediction holds (the library's "type").</summary>
public enum PredictionKind
{
    /// <summary>After the objective's transformation, for example a probability.</summary>
    Value = 0,

    /// <summary>The sum of the leaves, for example log odds.</summary>
    Margin = 1,

    /// <summary>SHAP values, rows × (features + 1); the last is the bias.</summary>
    Contributions = 2,
}

/// <summary>Ways to weigh a feature's splits.</summary>
public enum ImportanceKind
{
    Weight, Gain, Cover, TotalGain, TotalCover,
}

internal static class ImportanceNames
{
    public static string Of(ImportanceKind kind) => kind switch
    {
        ImportanceKind.Weight => "weight",
        ImportanceKind.Gain => "gain",
        ImportanceKind.Cover => "cover",
        ImportanceKind.TotalGain => "total_gain",
        _ => "total_cover",
    };
}
