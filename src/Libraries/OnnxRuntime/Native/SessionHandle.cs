using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>One loaded model and the C strings that name its ports; freed when the model and every run of it are gone.</summary>
internal sealed unsafe class SessionHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SessionHandle(string path, OnnxOptions options) : base(ownsHandle: true)
    {
        var native = new SessionOptionsHandle(options);
        // A call made elsewhere may come so late that nobody waits for it: it keeps what it needs, which is collected then.
        using SessionOptionsHandle? own = options.Opening is null ? native : null;
        byte[] name = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(path) + 1, pinned: true);
        Encoding.UTF8.GetBytes(path, name);
        nint environment = OrtProcess.Environment;
        SetHandle(options.Opening is { } opening ? opening(Open, session => ReleaseSession(session)) : Open());

        nint Open()
        {
            nint session, status = CreateSession(environment, (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(name, 0), native.DangerousGetHandle(), &session);
            GC.KeepAlive(name);
            GC.KeepAlive(native);
            Check(status);
            return session;
        }
    }

    public nint Session => handle;

    public Utf8Array InputNames { get; private set; }

    public Utf8Array OutputNames { get; private set; }

    public void Name(IReadOnlyList<OnnxPort> inputs, IReadOnlyList<OnnxPort> outputs)
    {
        InputNames = Utf8Array.Of(inputs);
        OutputNames = Utf8Array.Of(outputs);
    }

    protected override bool ReleaseHandle()
    {
        ReleaseSession(handle);
        InputNames.Free();
        OutputNames.Free();
        return true;
    }
}
