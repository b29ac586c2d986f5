namespace Cairn.Pipelines.Maps;

/// <summary>A step cannot be done for a reason that the user can mend; the message becomes the step's failure.</summary>
internal sealed class StepFaultException(string message) : Exception(message);
