namespace Cairn.Serving.Pipeline;

/// <summary>An output asked for by name, and whether as binary; null leaves that to the request.</summary>
internal readonly record struct WantedOutput(string Name, bool? Binary);
