using Cairn.Serving.Models;

namespace Cairn.Serving.Ensembles;

/// <summary>One version of an ensemble.</summary>
/// <param name="From">Where its columns lie among all tensors that are known when it is asked.</param>
internal sealed record Member(string Name, LoadedModel Model, ModelFit Fit, int[] From);
