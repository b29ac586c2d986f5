namespace Cairn.Serving.Models;

/// <summary>A version's file.</summary>
/// <param name="Members">Of an ensemble: the files of its members, by digest.</param>
internal sealed record ModelRef(string Digest, string Path, IReadOnlyDictionary<string, string>? Members);
