namespace Cairn.Serving.Models;

/// <summary>A model that cannot serve its endpoint; said while loading, never by a request.</summary>
internal sealed class ModelFault(string message) : Exception(message);
