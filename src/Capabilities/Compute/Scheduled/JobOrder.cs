namespace Cairn.Compute.Scheduled;

/// <summary>A job to be handed to a scheduler.</summary>
/// <param name="Name">Ours alone: installation, key and token of the attempt.</param>
/// <param name="Folder">The attempt's directory.</param>
/// <param name="Launcher">Program and arguments; no shell reads them.</param>
internal sealed record JobOrder(string Name, string Folder, string LauncherLog, IReadOnlyList<string> Launcher, ComputeTask Task);
