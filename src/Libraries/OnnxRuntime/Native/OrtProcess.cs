using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>What the library wants once per process; lives as long as the process.</summary>
internal static unsafe class OrtProcess
{
    /// <summary>Its error lines repeat values of the data; what it has against a run or a model is told by its status.</summary>
    public const int LogFatal = 4;

    public static readonly nint Environment = CreateEnvironment();
    public static readonly nint Allocator = DefaultAllocator();
    public static readonly nint CpuMemory = CreateCpuMemory();

    private static nint CreateEnvironment()
    {
        nint made;
        fixed (byte* name = "cairn\0"u8)
            Check(CreateEnv(LogFatal, name, &made));
        return made;
    }

    private static nint DefaultAllocator()
    {
        nint made;
        Check(GetDefaultAllocator(&made));
        return made;
    }

    private static nint CreateCpuMemory()
    {
        const int arena = 1, defaultMemory = 0;
        nint made;
        Check(CreateCpuMemoryInfo(arena, defaultMemory, &made));
        return made;
    }
}
