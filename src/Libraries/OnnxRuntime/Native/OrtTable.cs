using System.Runtime.InteropServices;

namespace Cairn.OnnxRuntime.Native;

/// <summary>Fetches the table of function pointers once; a class of its own, so that it stands before any slot is read.</summary>
internal static unsafe partial class OrtTable
{
    private const uint Version = 14;

    public static readonly nint* Slots = Load();

    public static string LibraryVersion =>
        Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)OrtGetApiBase()[1])())!;

    [LibraryImport("onnxruntime")]
    private static partial nint* OrtGetApiBase();

    private static nint* Load()
    {
        var getApi = (delegate* unmanaged<uint, nint*>)OrtGetApiBase()[0];
        nint* table = getApi(Version);
        return table != null ? table : throw new NotSupportedException($"ONNX Runtime {LibraryVersion} has no API {Version}.");
    }
}
