using System.Collections.Concurrent;
using System.Globalization;

namespace Cairn.Serving.Runs;

/// <summary>Threads of the lowest priority, made when needed and kept.</summary>
internal sealed class IdleThreads
{
    private const string Load = "/proc/loadavg";
    private readonly ConcurrentBag<IdleThread> _threads = [];

    /// <summary>One for the caller alone, until it is returned.</summary>
    public IdleThread Rent() => _threads.TryTake(out IdleThread? thread) ? thread : new();

    public void Return(IdleThread thread) => _threads.Add(thread);

    /// <summary>Work that must end soon, so where the machine has no processor left, and such a thread would hardly ever run, it is done by the caller.</summary>
    public T Run<T>(Func<T> work)
    {
        if (!HasRoom()) return work();
        T done = default!;
        IdleThread thread = Rent();
        try { thread.Run(() => done = work(), isShort: false); }
        finally { Return(thread); }
        return done;
    }

    /// <summary>The fourth field of <c>/proc/loadavg</c> begins with how many threads of the machine run or could, the asking one among them (proc(5)).</summary>
    private static bool HasRoom()
    {
        try { return int.Parse(File.ReadAllText(Load).Split(' ')[3].Split('/')[0], CultureInfo.InvariantCulture) <= Environment.ProcessorCount; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException) { return false; }
    }
}
