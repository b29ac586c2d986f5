namespace Cairn.Compute;

/// <summary>A built-in step cannot do its work for a reason the user can mend. It ends with exit code 2 and the message in its log.</summary>
public sealed class StepException(string message, Exception? inner = null) : Exception(message, inner);
