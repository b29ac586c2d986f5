namespace Cairn.Data.Sources.Kinds;

/// <summary>A source did not answer as it should; it is tried again, and then the message goes on record.</summary>
internal sealed class SourceFaultException(string message, Exception? inner = null) : Exception(message, inner);
