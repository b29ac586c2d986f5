namespace Cairn.Tracking.LoggedModels;

/// <summary>A point of a run that is also one of a logged model, perhaps measured on a dataset (else empty).</summary>
internal sealed record ModelMetric(string Model, RunMetric Point, string DatasetName, string DatasetDigest);
