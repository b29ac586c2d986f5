namespace Cairn.Tracking;

/// <summary>A number of an imported logged model, of the run that measured it and perhaps on a dataset (else empty).</summary>
public sealed record ImportedModelMetric(string RunId, RunMetric Point, string DatasetName, string DatasetDigest);
