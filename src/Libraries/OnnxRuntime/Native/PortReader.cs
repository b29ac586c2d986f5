using System.Runtime.InteropServices;
using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>Reads what a loaded model says of its inputs and outputs.</summary>
internal static unsafe class PortReader
{
    public static OnnxPort[] Inputs(nint session) => Read(session, InputCount, InputName, InputTypeInfo);

    public static OnnxPort[] Outputs(nint session) => Read(session, OutputCount, OutputName, OutputTypeInfo);

    public static (OnnxElement Element, long[] Shape) ReadTensorInfo(nint info)
    {
        OnnxElement type;
        nuint rank;
        Check(GetTensorElementType(info, &type));
        Check(GetDimensionsCount(info, &rank));
        var shape = new long[(int)rank];
        fixed (long* s = shape)
            Check(GetDimensions(info, s, rank));
        return (type, shape);
    }

    private static OnnxPort[] Read(
        nint session,
        delegate* unmanaged<nint, nuint*, nint> count,
        delegate* unmanaged<nint, nuint, nint, byte**, nint> name,
        delegate* unmanaged<nint, nuint, nint*, nint> typeInfo)
    {
        nuint n;
        Check(count(session, &n));
        var ports = new OnnxPort[(int)n];
        for (nuint i = 0; i < n; i++)
        {
            byte* utf8;
            nint info;
            Check(name(session, i, OrtProcess.Allocator, &utf8));
            string text = Marshal.PtrToStringUTF8((nint)utf8)!;
            Check(AllocatorFree(OrtProcess.Allocator, utf8));
            Check(typeInfo(session, i, &info));
            try
            {
                ports[i] = ReadPort(text, info);
            }
            finally
            {
                ReleaseTypeInfo(info);
            }
        }

        return ports;
    }

    private static OnnxPort ReadPort(string name, nint info)
    {
        OnnxKind kind;
        nint tensor;
        Check(GetOnnxType(info, &kind));
        Check(CastTypeInfoToTensorInfo(info, &tensor));
        if (tensor == 0)
            return new OnnxPort(name, kind, null, []);
        (OnnxElement element, long[] shape) = ReadTensorInfo(tensor);
        return new OnnxPort(name, kind, element, shape);
    }
}
