using Cairn.Compute.Environments;
using Cairn.Compute.Targets;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Compute.Tasks;

/// <summary>What a task goes through.</summary>
internal sealed record ComputeParts(IDatabase Database, TaskStore Store, TaskLogs Logs, TargetList Targets, RealTime Real, InstalledHere Installed);
