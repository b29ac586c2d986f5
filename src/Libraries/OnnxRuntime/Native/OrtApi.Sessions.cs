namespace Cairn.OnnxRuntime.Native;

/// <summary>Chapters "session", "session options" and "run options".</summary>
internal static unsafe partial class OrtApi
{
    // Linux paths are bytes; on Windows the library takes UTF-16, which this binding does not serve.
    public static readonly delegate* unmanaged<nint, byte*, nint, nint*, nint> CreateSession =
        (delegate* unmanaged<nint, byte*, nint, nint*, nint>)OrtTable.Slots[7];
    public static readonly delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run =
        (delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)OrtTable.Slots[9];
    public static readonly delegate* unmanaged<nint, void> ReleaseSession = (delegate* unmanaged<nint, void>)OrtTable.Slots[95];

    public static readonly delegate* unmanaged<nint*, nint> CreateSessionOptions = (delegate* unmanaged<nint*, nint>)OrtTable.Slots[10];
    public static readonly delegate* unmanaged<nint, nint> DisableMemoryPattern = (delegate* unmanaged<nint, nint>)OrtTable.Slots[17];
    public static readonly delegate* unmanaged<nint, nint> DisableCpuArena = (delegate* unmanaged<nint, nint>)OrtTable.Slots[19];
    public static readonly delegate* unmanaged<nint, int, nint> SetLogSeverity = (delegate* unmanaged<nint, int, nint>)OrtTable.Slots[22];
    public static readonly delegate* unmanaged<nint, int, nint> SetGraphOptimization = (delegate* unmanaged<nint, int, nint>)OrtTable.Slots[23];
    public static readonly delegate* unmanaged<nint, int, nint> SetIntraOpThreads = (delegate* unmanaged<nint, int, nint>)OrtTable.Slots[24];
    public static readonly delegate* unmanaged<nint, int, nint> SetInterOpThreads = (delegate* unmanaged<nint, int, nint>)OrtTable.Slots[25];
    public static readonly delegate* unmanaged<nint, byte*, byte*, nint> AddSessionConfigEntry =
        (delegate* unmanaged<nint, byte*, byte*, nint>)OrtTable.Slots[130];
    public static readonly delegate* unmanaged<nint, void> ReleaseSessionOptions = (delegate* unmanaged<nint, void>)OrtTable.Slots[100];

    public static readonly delegate* unmanaged<nint*, nint> CreateRunOptions = (delegate* unmanaged<nint*, nint>)OrtTable.Slots[39];
    public static readonly delegate* unmanaged<nint, nint> SetTerminate = (delegate* unmanaged<nint, nint>)OrtTable.Slots[46];
    public static readonly delegate* unmanaged<nint, void> ReleaseRunOptions = (delegate* unmanaged<nint, void>)OrtTable.Slots[97];

    public static readonly delegate* unmanaged<nint, nuint*, nint> InputCount = (delegate* unmanaged<nint, nuint*, nint>)OrtTable.Slots[30];
    public static readonly delegate* unmanaged<nint, nuint*, nint> OutputCount = (delegate* unmanaged<nint, nuint*, nint>)OrtTable.Slots[31];
    public static readonly delegate* unmanaged<nint, nuint, nint*, nint> InputTypeInfo =
        (delegate* unmanaged<nint, nuint, nint*, nint>)OrtTable.Slots[33];
    public static readonly delegate* unmanaged<nint, nuint, nint*, nint> OutputTypeInfo =
        (delegate* unmanaged<nint, nuint, nint*, nint>)OrtTable.Slots[34];
    public static readonly delegate* unmanaged<nint, nuint, nint, byte**, nint> InputName =
        (delegate* unmanaged<nint, nuint, nint, byte**, nint>)OrtTable.Slots[36];
    public static readonly delegate* unmanaged<nint, nuint, nint, byte**, nint> OutputName =
        (delegate* unmanaged<nint, nuint, nint, byte**, nint>)OrtTable.Slots[37];
}
