using System.Runtime.InteropServices;

namespace Cairn.XgBoost.Native;

/// <summary>Chapter "DMatrix".</summary>
internal static unsafe partial class XgBoostApi
{
    [LibraryImport(Lib)]
    public static partial int XGDMatrixCreateFromMat(float* data, ulong rows, ulong columns, float missing, nint* matrix);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGDMatrixSetFloatInfo(MatrixHandle matrix, string field, float* values, ulong length);

    [LibraryImport(Lib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGDMatrixSetStrFeatureInfo(MatrixHandle matrix, string field, string[] values, ulong length);

    [LibraryImport(Lib)]
    public static partial int XGDMatrixFree(nint matrix);
}
