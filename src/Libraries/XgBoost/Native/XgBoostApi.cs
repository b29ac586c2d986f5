using System.Runtime.InteropServices;

namespace Cairn.XgBoost.Native;

/// <summary>
/// The C API of XGBoost 1.7 (xgboost/c_api.h; Debian's libxgboost0). Every call answers 0, or -1 and XGBGetLastError says why.
/// Memory handed out belongs to the library and holds until the next call on the same thread.
/// </summary>
internal static unsafe partial class XgBoostApi
{
    private const string Lib = "libxgboost.so.0";

    [LibraryImport(Lib)]
    public static partial byte* XGBGetLastError();

    [LibraryImport(Lib)]
    public static partial void XGBoostVersion(int* major, int* minor, int* patch);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBSetGlobalConfig(string config);

    /// <exception cref="XgBoostException">The call failed; the message is the first line of the library's own.</exception>
    public static void Check(int code)
    {
        if (code != 0)
            throw new XgBoostException(FirstLine(Marshal.PtrToStringUTF8((nint)XGBGetLastError()) ?? "XGBoost gave no message."));
    }

    /// <summary>The library prefixes "[time] file:line: " and appends a native stack trace; neither helps a reader.</summary>
    internal static string FirstLine(string message)
    {
        string line = message.Split('\n', 2)[0].Trim();
        int source = line.IndexOf(": ", StringComparison.Ordinal);
        return line.StartsWith('[') && source > 0 ? line[(source + 2)..] : line;
    }
}
