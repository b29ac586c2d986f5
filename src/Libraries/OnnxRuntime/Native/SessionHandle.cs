using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>One loaded model and the C strings that name its ports; freed when the model and every run of it are gone.</summary>
internal sealed unsafe class SessionHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SessionHandle(string path, OnnxOptions options) : base(ownsHandle: true)
        => SetHandle(options.Opening is { } opening ? opening(() => Open(path, options), session => ReleaseSession(session)) : Open(path, options));

    public nint Session => handle;

    public Utf8Array InputNames { get; private set; }

    public Utf8Array OutputNames { get; private set; }

    public void Name(IReadOnlyList<OnnxPort> inputs, IReadOnlyList<OnnxPort> outputs)
    {
        InputNames = Utf8Array.Of(inputs);
        OutputNames = Utf8Array.Of(outputs);
    }

    private static nint Open(string path, OnnxOptions options)
    {
        using var native = new SessionOptionsHandle(options);
        nint session;
        byte* utf8 = (byte*)Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            Check(CreateSession(OrtProcess.Environment, utf8, native.DangerousGetHandle(), &session));
        }
        finally
        {
            Marshal.FreeCoTaskMem((nint)utf8);
        }

        return session;
    }

    protected override bool ReleaseHandle()
    {
        ReleaseSession(handle);
        InputNames.Free();
        OutputNames.Free();
        return true;
    }
}
