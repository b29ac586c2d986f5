namespace Cairn.Data.Sources;

/// <summary>A source cannot be gathered as it is declared; the message says why and is shown to people.</summary>
internal sealed class UnusableSourceException(string message) : Exception(message);
