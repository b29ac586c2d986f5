namespace Cairn.Pipelines.Steps;

/// <summary>One raw input and what training learnt to prepare it. <paramref name="Codes"/> and <paramref name="Otherwise"/> are for texts.</summary>
internal sealed record Feature(string Name, FeatureKind Kind, IReadOnlyDictionary<string, float> Codes, float Otherwise)
{
    public bool IsText => Kind != FeatureKind.Number;
}
