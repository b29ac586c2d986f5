using System.Globalization;

namespace Cairn.Compute.Local.Groups;

/// <summary>The control group of one task. All that comes of the task is born in it.</summary>
internal sealed class ControlGroup
{
    private const int Period = 100_000, LeastQuota = 1_000;
    private readonly string _folder;

    private ControlGroup(string folder) => _folder = folder;

    /// <summary>Who writes 0 there is in it from then on.</summary>
    public string Entrance => Path.Combine(_folder, "cgroup.procs");

    /// <summary>The kernel ends the task when it needs more memory than it may.</summary>
    public bool HoldsMemory { get; private set; }

    /// <summary>Makes it; null when that cannot be.</summary>
    public static ControlGroup? Make(string folder, GroupLimits limits)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        var group = new ControlGroup(folder);
        group.Hold(limits);
        return group;
    }

    public bool Has(int process) => GroupFiles.Words(_folder, "cgroup.procs").Contains($"{process}", StringComparer.Ordinal);

    public GroupUsage Usage() => new((GroupFiles.Number(_folder, "cpu.stat", "usage_usec") ?? 0) / 1e6, GroupFiles.Number(_folder, "memory.peak"), GroupFiles.Number(_folder, "memory.events", "oom_kill") ?? 0);

    /// <summary>Ends all that is in it, also what left its session and its name behind, and removes it. False while the kernel still takes something down.</summary>
    public bool End(TimeSpan patience) => Remove(_folder, patience);

    /// <summary>As <see cref="End"/>, for one that an earlier server made.</summary>
    /// <param name="patience">The kernel takes down at once what was killed, but for what has much memory or waits for a device.</param>
    public static bool Remove(string folder, TimeSpan patience)
    {
        if (!Directory.Exists(folder)) return true;
        GroupFiles.TryWrite(folder, "cgroup.kill", "1");
        return GroupEvents.WaitEmpty(folder, patience) && TryDelete(folder);
    }

    private void Hold(GroupLimits limits)
    {
        if (limits.Memory is { } memory)
        {
            HoldsMemory = GroupFiles.TryWrite(_folder, "memory.max", Text(memory));
            // All of it or nothing: a task that lost one of its processes would fail in ways that nobody understands.
            GroupFiles.TryWrite(_folder, "memory.oom.group", "1");
            GroupFiles.TryWrite(_folder, "memory.swap.max", "0");
        }
        if (limits.Cores is { } cores) GroupFiles.TryWrite(_folder, "cpu.max", $"{Text(Math.Max(LeastQuota, (long)(cores * Period)))} {Period}");
        if (limits.Threads is { } threads) GroupFiles.TryWrite(_folder, "pids.max", Text(threads));
    }

    // A task may have made groups of its own below.
    private static bool TryDelete(string folder)
    {
        try
        {
            foreach (string below in Directory.GetDirectories(folder)) TryDelete(below);
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            // Another was faster.
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
