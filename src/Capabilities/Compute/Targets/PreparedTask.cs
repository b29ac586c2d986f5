using Cairn.Compute.Tasks;

namespace Cairn.Compute.Targets;

/// <summary>A task whose scratch directory lies ready.</summary>
internal sealed record PreparedTask(ComputeTask Task, Scratch Scratch, string LogPath, IReadOnlyDictionary<string, string> Environment);
