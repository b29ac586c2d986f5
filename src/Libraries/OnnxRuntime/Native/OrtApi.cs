using System.Runtime.InteropServices;

namespace Cairn.OnnxRuntime.Native;

/// <summary>
/// The C API of ONNX Runtime (onnxruntime_c_api.h): one exported function hands out a table of function pointers. The table
/// only ever grows at its end, so a slot's number, once known, holds for every later version of the library.
/// </summary>
internal static unsafe partial class OrtApi
{
    public static readonly delegate* unmanaged<nint, int> GetErrorCode = (delegate* unmanaged<nint, int>)OrtTable.Slots[1];
    public static readonly delegate* unmanaged<nint, byte*> GetErrorMessage = (delegate* unmanaged<nint, byte*>)OrtTable.Slots[2];
    public static readonly delegate* unmanaged<int, byte*, nint*, nint> CreateEnv =
        (delegate* unmanaged<int, byte*, nint*, nint>)OrtTable.Slots[3];
    public static readonly delegate* unmanaged<nint, void> ReleaseStatus = (delegate* unmanaged<nint, void>)OrtTable.Slots[93];

    /// <summary>Every call answers null, or a status that names the fault and must be released.</summary>
    /// <exception cref="OnnxException">The call answered a fault; the message is the library's own.</exception>
    public static void Check(nint status)
    {
        if (status != 0)
            Throw(status);
    }

    private static void Throw(nint status)
    {
        string message = Marshal.PtrToStringUTF8((nint)GetErrorMessage(status)) ?? "ONNX Runtime gave no message.";
        int code = GetErrorCode(status);
        ReleaseStatus(status);
        throw new OnnxException(message, (OnnxFault)code);
    }
}
