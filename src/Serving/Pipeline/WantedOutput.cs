namespace Cairn.Serving.Pipeline;

/// <summary>An output asked for by name, whether as binary (null leaves that to the request), and how many of the greatest of each row in its place (0: itself).</summary>
internal readonly record struct WantedOutput(string Name, bool? Binary, int Classes = 0);
