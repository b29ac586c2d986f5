namespace Cairn.Serving.Servers;

/// <summary>How a model's own server is started.</summary>
/// <param name="Command">Program and arguments; <c>{port}</c> stands for the port. No shell reads them.</param>
/// <param name="Folder">Where it is started.</param>
/// <param name="Log">Takes what it writes.</param>
/// <param name="Environment">Variables of its own.</param>
internal sealed record ServerStart(IReadOnlyList<string> Command, string Folder, string Log, IReadOnlyDictionary<string, string> Environment);
