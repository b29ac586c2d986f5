namespace Cairn.Registry;

/// <summary>The evaluation could not be made.</summary>
public sealed class EvaluationException(string message) : Exception(message);
