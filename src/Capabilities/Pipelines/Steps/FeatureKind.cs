namespace Cairn.Pipelines.Steps;

/// <summary>How a column enters the model.</summary>
internal enum FeatureKind
{
    /// <summary>As the number it is; missing stays missing.</summary>
    Number,

    /// <summary>A text by its rank of frequency in training; an unknown one is missing.</summary>
    Category,

    /// <summary>A text by the mean of the label in training, drawn towards the overall mean where rows are few; an unknown one gets the overall mean.</summary>
    Target,
}
