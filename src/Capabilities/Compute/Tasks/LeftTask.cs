using Cairn.Compute.Targets;

namespace Cairn.Compute.Tasks;

/// <summary>A task that an earlier server began and that may run on without it.</summary>
internal sealed record LeftTask(PreparedTask Prepared, Target Target);
