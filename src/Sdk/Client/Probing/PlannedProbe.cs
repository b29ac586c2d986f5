namespace Cairn.Client.Probing;

/// <param name="Route">Model name of the endpoint.</param>
/// <param name="Request">Body of an infer call of the Open Inference Protocol.</param>
/// <param name="Tensors">What follows it of tensors that have no JSON form; null for nothing.</param>
internal sealed record PlannedProbe(string Route, string Request, byte[]? Tensors = null);
