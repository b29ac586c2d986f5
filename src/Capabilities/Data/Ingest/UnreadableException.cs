namespace Cairn.Data.Ingest;

/// <summary>The bytes are not the table they should be. The message is for people and holds no values of the data.</summary>
internal sealed class UnreadableException(string message) : Exception(message);
