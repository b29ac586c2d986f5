using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>The library's own options object, filled from <see cref="OnnxOptions"/>.</summary>
internal sealed unsafe class SessionOptionsHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SessionOptionsHandle(OnnxOptions options) : base(ownsHandle: true)
    {
        nint made;
        Check(CreateSessionOptions(&made));
        SetHandle(made);
        Check(SetIntraOpThreads(made, options.IntraOpThreads));
        Check(SetInterOpThreads(made, options.InterOpThreads));
        Check(SetGraphOptimization(made, (int)options.Optimization));
        Check(SetLogSeverity(made, OrtProcess.LogFatal));
        if (!options.MemoryPattern)
            Check(DisableMemoryPattern(made));
        if (!options.CpuArena)
            Check(DisableCpuArena(made));
        // Only the ONNX form is checked before loading; the runtime's second file form must not slip through.
        Add("session.load_model_format", "ONNX");
        Add("session.intra_op.allow_spinning", options.Spin ? "1" : "0");
        Add("session.inter_op.allow_spinning", options.Spin ? "1" : "0");
        foreach ((string key, string value) in options.Entries)
            Add(key, value);
    }

    protected override bool ReleaseHandle()
    {
        ReleaseSessionOptions(handle);
        return true;
    }

    private void Add(string key, string value)
    {
        nint k = Marshal.StringToCoTaskMemUTF8(key), v = Marshal.StringToCoTaskMemUTF8(value);
        try
        {
            Check(AddSessionConfigEntry(handle, (byte*)k, (byte*)v));
        }
        finally
        {
            Marshal.FreeCoTaskMem(k);
            Marshal.FreeCoTaskMem(v);
        }
    }
}
