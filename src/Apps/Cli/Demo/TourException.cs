namespace Cairn.Cli.Demo;

/// <summary>The tour cannot go on: the server did what it must not do, or could not be started.</summary>
internal sealed class TourException(string message, Exception? inner = null) : Exception(message, inner);
