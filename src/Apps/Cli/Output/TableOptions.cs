namespace Cairn.Cli.Output;

/// <summary>How the reader wants a table.</summary>
internal sealed record TableOptions(bool NoHeader = false, bool Wide = false);
