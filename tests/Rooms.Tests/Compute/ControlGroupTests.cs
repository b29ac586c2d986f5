using System.Diagnostics;
using Cairn.Compute;
using Cairn.Compute.Local.Groups;
using static Cairn.Rooms.Tests.Compute.ComputeWorld;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>What the kernel does for local tasks where it lets us; what it will not do here is skipped.</summary>
public sealed class ControlGroupTests
{
    private const string Usual = "24 1 0:22 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(Usual, "0::/", "/sys/fs/cgroup")]
    [InlineData(Usual, "0::/system.slice/cairn.service", "/sys/fs/cgroup/system.slice/cairn.service")]
    [InlineData("31 30 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw", "4:memory:/a|0::/b", "/sys/fs/cgroup/unified/b")]
    [InlineData("31 30 0:26 /pod/one /my\\040groups rw shared:1 master:2 - cgroup2 none rw", "0::/pod/one/c", "/my groups/c")]
    [InlineData("31 30 0:26 /pod/one /groups rw - cgroup2 none rw", "0::/pod/one", "/groups")]
    [InlineData("31 30 0:26 /pod/other /groups rw - cgroup2 none rw", "0::/pod/one", null)]
    [InlineData("31 30 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory", "0::/", null)]
    [InlineData(Usual, "4:memory:/a", null)]
    [InlineData("nonsense", "0::/", null)]
    public void Our_own_group_is_found_where_it_is_mounted(string mounts, string groups, string? expected)
        => GroupMount.Find(mounts.Split('|'), groups.Split('|')).ShouldBe(expected);

    [Fact]
    public void Limits_are_written_and_counts_are_read_as_the_kernel_has_them()
    {
        using var files = new FakeGroup("memory.max", "memory.oom.group", "memory.swap.max", "cpu.max", "pids.max");
        ControlGroup group = ControlGroup.Make(files.Folder, new GroupLimits(100 << 20, 0.5, 640)).ShouldNotBeNull();
        group.HoldsMemory.ShouldBeTrue();
        files.Read("memory.max").ShouldBe("104857600");
        (files.Read("memory.oom.group"), files.Read("memory.swap.max")).ShouldBe(("1", "0"));
        (files.Read("cpu.max"), files.Read("pids.max")).ShouldBe(("50000 100000", "640"));
        group.Usage().ShouldBe(new GroupUsage(0, null, 0));
        files.Write("cpu.stat", "usage_usec 1234567\nuser_usec 1000000\nsystem_usec 234567\n");
        files.Write("memory.peak", "4096\n");
        files.Write("memory.events", "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 1\n");
        group.Usage().ShouldBe(new GroupUsage(1.234567, 4096, 2));
        files.Write("memory.peak", "max\n");
        group.Usage().PeakMemory.ShouldBeNull();
        files.Write("cgroup.procs", "12\n345\n");
        (group.Has(345), group.Has(34)).ShouldBe((true, false));
    }

    [Fact]
    public void Without_controllers_nothing_is_held_and_nothing_made()
    {
        using var files = new FakeGroup();
        ControlGroup.Make(files.Folder, new GroupLimits(1 << 20, 1, 10)).ShouldNotBeNull().HoldsMemory.ShouldBeFalse();
        Directory.GetFiles(files.Folder).ShouldBeEmpty();
        ControlGroup.Make(Path.Combine(files.Folder, "file", "none"), default).ShouldNotBeNull();
        File.WriteAllText(Path.Combine(files.Folder, "plain"), "");
        ControlGroup.Make(Path.Combine(files.Folder, "plain", "none"), default).ShouldBeNull();
    }

    [Fact]
    public void Where_groups_are_none_of_the_kernels_none_are_made()
    {
        using var files = new FakeGroup();
        var groups = new ControlGroups(files.Folder);
        (groups.Any, groups.Controllers.Count).ShouldBe((false, 0));
        groups.Make("/a/b", default).ShouldBeNull();
        Directory.GetDirectories(files.Folder).ShouldBeEmpty();
        new ControlGroups(null).Any.ShouldBeFalse();
    }

    [Fact]
    public async Task A_group_is_killed_and_goes_when_the_kernel_says_that_nothing_lives_in_it()
    {
        using var files = new FakeGroup("cgroup.kill");
        files.Write("cgroup.events", "populated 1\nfrozen 0\n");
        using var kernel = new FileSystemWatcher(files.Folder, "cgroup.kill") { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size };
        var killed = new TaskCompletionSource();
        kernel.Changed += (_, _) => killed.TrySetResult();
        kernel.EnableRaisingEvents = true;
        Task<bool> removed = Task.Run(() => ControlGroup.Remove(files.Folder, Patience));
        await killed.Task;
        files.Read("cgroup.kill").ShouldBe("1");
        removed.IsCompleted.ShouldBeFalse("something lives in it");
        // The files of the kernel's groups are no obstacle to it; these are.
        File.Delete(Path.Combine(files.Folder, "cgroup.kill"));
        Directory.CreateDirectory(Path.Combine(files.Folder, "of-the-task", "below"));
        File.Delete(Path.Combine(files.Folder, "cgroup.events"));
        (await removed).ShouldBeTrue();
        Directory.Exists(files.Folder).ShouldBeFalse();
        ControlGroup.Remove(files.Folder, TimeSpan.Zero).ShouldBeTrue("it is gone");
    }

    [Fact]
    public async Task The_end_of_the_last_process_is_waited_for_as_long_as_there_is_patience()
    {
        using var files = new FakeGroup();
        GroupEvents.WaitEmpty(files.Folder, TimeSpan.Zero).ShouldBeTrue("nothing is told");
        files.Write("cgroup.events", "populated 1\nfrozen 0\n");
        GroupEvents.WaitEmpty(files.Folder, TimeSpan.Zero).ShouldBeFalse();
        GroupEvents.WaitEmpty(files.Folder, TimeSpan.FromMilliseconds(20)).ShouldBeFalse();
        ControlGroup.Remove(files.Folder, TimeSpan.Zero).ShouldBeFalse();
        Task<bool> empty = Task.Run(() => GroupEvents.WaitEmpty(files.Folder, Patience));
        files.Write("cgroup.events", "populated 1\nfrozen 1\n");
        files.Write("cgroup.events", "populated 0\nfrozen 0\n");
        (await empty).ShouldBeTrue();
        GroupEvents.WaitEmpty(files.Folder, TimeSpan.Zero).ShouldBeTrue();
    }

    [Fact]
    public async Task What_left_session_and_name_behind_dies_with_its_task_and_its_CPU_time_is_counted()
    {
        Need();
        await using TestWorld world = await StartAsync();
        // It is nobody's child any more, has a session of its own and nothing in its environment.
        ComputeResult result = await world.Get<ICompute>().RunAsync(Shell("t1", "mkfifo p; env -i /usr/bin/setsid /bin/sh -c 'i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done; echo $$ > p; exec sleep 1000' & read n < p; echo $n"));
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        Lives(int.Parse(await File.ReadAllTextAsync(result.LogPath))).ShouldBeFalse();
        result.CpuSeconds.ShouldBeGreaterThan(0.05);
        Left(world).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_server_left_in_groups_is_ended_when_the_next_one_starts()
    {
        Need();
        await using TestWorld world = await StartAsync();
        ControlGroup left = ControlGroups.Here.Make(Path.Combine(world.Directory, "compute", "t9"), default).ShouldNotBeNull();
        using Process orphan = Process.Start("sleep", "1000");
        await File.WriteAllTextAsync(left.Entrance, $"{orphan.Id}");
        Left(world).ShouldHaveSingleItem();
        await world.RestartAsync();
        await orphan.WaitForExitAsync();
        Left(world).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_kernel_holds_a_task_to_its_memory_and_says_so()
    {
        Need("memory");
        await using TestWorld world = await StartAsync();
        // All at once, by a child whose end its parent would hide.
        ComputeResult result = await world.Get<ICompute>().RunAsync(Shell("t1", "head -c 200000000 /dev/zero | tail; exit 0") with { Memory = 64 << 20 });
        (result.Outcome, result.Reason).ShouldBe((ComputeOutcome.OutOfMemory, "It used more than its 64 MiB of memory."));
        result.PeakMemory.ShouldBeInRange(32 << 20, 64 << 20);
        Left(world).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_kernel_holds_a_task_to_its_cores()
    {
        Need("cpu");
        await using TestWorld world = await StartAsync();
        ComputeResult result = await world.Get<ICompute>().RunAsync(Shell("t1", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done") with { Cores = 0.2 });
        result.Outcome.ShouldBe(ComputeOutcome.Succeeded, result.Reason);
        // It may use what is left of a period when it begins, and of one when it ends.
        result.CpuSeconds.ShouldBeLessThan((result.Duration.TotalSeconds * 0.2) + 0.06);
    }

    // Groups of this world's tasks; those of others who test here are theirs.
    private static IReadOnlyList<string> Left(TestWorld world) => ControlGroups.Here.Left(Path.Combine(world.Directory, "compute"));

    private static void Need(string? controller = null)
    {
        Assert.SkipUnless(ControlGroups.Here.Any, "No control groups: cgroup v2 is not mounted, or none may be made in the group of the tests.");
        Assert.SkipUnless(controller is null || ControlGroups.Here.Controllers.Contains(controller), $"No control groups with the controller {controller}: they are the older kind's here, or are not handed on.");
    }

    /// <summary>A directory with the files of a control group, and none of the kernel behind them.</summary>
    private sealed class FakeGroup : IDisposable
    {
        public FakeGroup(params string[] files)
        {
            foreach (string file in files) Write(file, "");
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("cairn-group-").FullName;

        public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

        public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

        public void Dispose()
        {
            if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        }
    }
}
