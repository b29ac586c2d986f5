using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Cairn.Compute.Local.Groups;

/// <summary>
/// Makes a control group (cgroup v2) for each local task, below the group that this server was started in. Where none may be made,
/// tasks are only watched.
/// </summary>
internal sealed class ControlGroups
{
    private const string Prefix = "cairn-", Own = Prefix + "server";
    private const int HashLength = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] Wanted = ["cpu", "memory", "pids"];
    private static readonly Lazy<ControlGroups> OfProcess = new(() => new ControlGroups(GroupMount.Find()));
    private readonly ConcurrentDictionary<string, byte> _left = new(StringComparer.Ordinal);
    private readonly string? _root;
    private int _asking;

    /// <param name="root">A group in which others are to be made; null: none are.</param>
    public ControlGroups(string? root)
    {
        if (root is not null && Path.GetFileName(root) == Own) root = Path.GetDirectoryName(root);
        if (root is null || !MayMake(root)) return;
        _root = root;
        TurnOn(root);
        Controllers = [.. Wanted.Intersect(GroupFiles.Words(root, "cgroup.subtree_control"))];
    }

    /// <summary>Those of this process, looked for once.</summary>
    public static ControlGroups Here => OfProcess.Value;

    /// <summary>Whether tasks get groups: then all of a task is found and ended, and its CPU time counted, whatever it did.</summary>
    public bool Any => _root is not null;

    /// <summary>What the kernel holds tasks to: of <c>cpu</c>, <c>memory</c> and <c>pids</c>.</summary>
    public IReadOnlyList<string> Controllers { get; } = [];

    /// <summary>
    /// Has the kernel get ready for a process that is about to enter a group, and does not wait for it. The first to move after a while waits until every processor has passed
    /// a quiet state (the write side of <c>cgroup_threadgroup_rwsem</c> waits for a grace period of RCU, some 10 ms); who comes within as long after another does not.
    /// </summary>
    public void Expect()
    {
        if (_root is null || Interlocked.Exchange(ref _asking, 1) == 1) return;
        ThreadPool.UnsafeQueueUserWorkItem(static groups =>
        {
            // A move to where it is at this moment: nothing changes but that the kernel is ready.
            if (GroupMount.Find() is { } here) GroupFiles.TryWrite(here, "cgroup.procs", $"{Environment.ProcessId}");
            Volatile.Write(ref groups._asking, 0);
        }, this, preferLocal: false);
    }

    /// <summary>Null where none may be made.</summary>
    public ControlGroup? Make(string scratch, GroupLimits limits)
    {
        foreach (string folder in _left.Keys)
            if (ControlGroup.Remove(folder, TimeSpan.Zero)) _left.TryRemove(folder, out _);
        return _root is null ? null : ControlGroup.Make(FolderOf(_root, scratch), limits);
    }

    /// <summary>Ends what is in it and removes it, at the next turn if the kernel is not done with it.</summary>
    public void End(string scratch, ControlGroup group)
    {
        if (_root is not null && !group.End(Patience)) _left[FolderOf(_root, scratch)] = 0;
    }

    /// <summary>Ends and removes the group of a task of an earlier server.</summary>
    public void Remove(string scratch)
    {
        if (_root is not null) ControlGroup.Remove(FolderOf(_root, scratch), Patience);
    }

    /// <summary>Ends and removes all that earlier servers left of the tasks whose scratches lay in this directory.</summary>
    public void RemoveAll(string home)
    {
        foreach (string folder in Left(home)) ControlGroup.Remove(folder, Patience);
    }

    /// <summary>The groups of tasks whose scratches lie in this directory.</summary>
    internal IReadOnlyList<string> Left(string home) => _root is null ? [] : Directory.GetDirectories(_root, Stem(home) + "*");

    // Servers with other data folders make theirs beside ours.
    private static string FolderOf(string root, string scratch) => Path.Combine(root, Stem(Path.GetDirectoryName(scratch)!) + Path.GetFileName(scratch));

    private static string Stem(string home) => $"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..HashLength]}-";

    // Only trying tells: rights, mounts and namespaces all have a say. Without cgroup.kill (Linux before 5.14) it would be no gain.
    private static bool MayMake(string root)
    {
        string probe = Path.Combine(root, $"{Prefix}probe-{Environment.ProcessId}");
        if (ControlGroup.Make(probe, default) is null) return false;
        bool kills = File.Exists(Path.Combine(probe, "cgroup.kill"));
        return ControlGroup.Remove(probe, Patience) && kills;
    }

    // A group with processes cannot hand all controllers on to groups below it, and some only in ways that spoil these; when we are alone in it, we move below first.
    private static void TurnOn(string root)
    {
        string[] missing = [.. Wanted.Intersect(GroupFiles.Words(root, "cgroup.controllers")).Except(GroupFiles.Words(root, "cgroup.subtree_control"))];
        if (missing.Length == 0) return;
        string own = Path.Combine(root, Own);
        bool moves = HasProcesses(root);
        if (moves && !(IsAlone(root) && ControlGroup.Make(own, default) is not null && GroupFiles.TryWrite(own, "cgroup.procs", "0"))) return;
        if (GroupFiles.TryWrite(root, "cgroup.subtree_control", string.Join(' ', missing.Select(c => "+" + c))) || !moves) return;
        GroupFiles.TryWrite(root, "cgroup.procs", "0");
        ControlGroup.Remove(own, Patience);
    }

    // The root of all has no type, and may have processes besides groups.
    private static bool HasProcesses(string root) => File.Exists(Path.Combine(root, "cgroup.type")) && GroupFiles.Words(root, "cgroup.procs").Length > 0;

    private static bool IsAlone(string root) => GroupFiles.Words(root, "cgroup.procs").SequenceEqual([$"{Environment.ProcessId}"]);
}
