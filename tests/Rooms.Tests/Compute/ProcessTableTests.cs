using Cairn.Compute.Local;

namespace Cairn.Rooms.Tests.Compute;

public sealed class ProcessTableTests
{
    [Fact]
    public void A_thread_has_a_number_and_is_no_process()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("There is no /proc.");
        byte[] buffer = new byte[1024];
        int[] threads = [.. Directory.GetDirectories("/proc/self/task").Select(t => int.Parse(Path.GetFileName(t))).Where(t => t != Environment.ProcessId)];
        threads.ShouldNotBeEmpty();
        foreach (int thread in threads) ProcessTable.Of(thread, buffer).ShouldBeNull();
        ProcessTable.Of(Environment.ProcessId, buffer).ShouldNotBeNull().Memory.ShouldBeGreaterThan(1 << 20);
        ProcessTable.Read().Select(p => p.Id).ShouldNotContain(id => threads.Contains(id));
    }
}
