namespace Cairn.OnnxRuntime.Native;

/// <summary>Chapters "value", "type info" and "memory".</summary>
internal static unsafe partial class OrtApi
{
    public static readonly delegate* unmanaged<nint, long*, nuint, OnnxElement, nint*, nint> CreateTensor =
        (delegate* unmanaged<nint, long*, nuint, OnnxElement, nint*, nint>)OrtTable.Slots[48];
    public static readonly delegate* unmanaged<nint, void*, nuint, long*, nuint, OnnxElement, nint*, nint> CreateTensorWithData =
        (delegate* unmanaged<nint, void*, nuint, long*, nuint, OnnxElement, nint*, nint>)OrtTable.Slots[49];
    public static readonly delegate* unmanaged<nint, void**, nint> GetTensorData = (delegate* unmanaged<nint, void**, nint>)OrtTable.Slots[51];
    public static readonly delegate* unmanaged<nint, byte**, nuint, nint> FillStringTensor =
        (delegate* unmanaged<nint, byte**, nuint, nint>)OrtTable.Slots[52];
    public static readonly delegate* unmanaged<nint, byte*, nuint, nint> FillStringTensorElement =
        (delegate* unmanaged<nint, byte*, nuint, nint>)OrtTable.Slots[129];
    public static readonly delegate* unmanaged<nint, nuint*, nint> GetStringTensorDataLength =
        (delegate* unmanaged<nint, nuint*, nint>)OrtTable.Slots[53];
    public static readonly delegate* unmanaged<nint, void*, nuint, nuint*, nuint, nint> GetStringTensorContent =
        (delegate* unmanaged<nint, void*, nuint, nuint*, nuint, nint>)OrtTable.Slots[54];
    public static readonly delegate* unmanaged<nint, OnnxKind*, nint> GetValueType = (delegate* unmanaged<nint, OnnxKind*, nint>)OrtTable.Slots[67];
    public static readonly delegate* unmanaged<nint, int, nint, nint*, nint> GetValue =
        (delegate* unmanaged<nint, int, nint, nint*, nint>)OrtTable.Slots[80];
    public static readonly delegate* unmanaged<nint, nuint*, nint> GetValueCount = (delegate* unmanaged<nint, nuint*, nint>)OrtTable.Slots[81];
    public static readonly delegate* unmanaged<nint, void> ReleaseValue = (delegate* unmanaged<nint, void>)OrtTable.Slots[96];

    public static readonly delegate* unmanaged<nint, nint*, nint> CastTypeInfoToTensorInfo =
        (delegate* unmanaged<nint, nint*, nint>)OrtTable.Slots[55];
    public static readonly delegate* unmanaged<nint, OnnxKind*, nint> GetOnnxType = (delegate* unmanaged<nint, OnnxKind*, nint>)OrtTable.Slots[56];
    public static readonly delegate* unmanaged<nint, OnnxElement*, nint> GetTensorElementType =
        (delegate* unmanaged<nint, OnnxElement*, nint>)OrtTable.Slots[60];
    public static readonly delegate* unmanaged<nint, nuint*, nint> GetDimensionsCount = (delegate* unmanaged<nint, nuint*, nint>)OrtTable.Slots[61];
    public static readonly delegate* unmanaged<nint, long*, nuint, nint> GetDimensions =
        (delegate* unmanaged<nint, long*, nuint, nint>)OrtTable.Slots[62];
    public static readonly delegate* unmanaged<nint, nuint*, nint> GetElementCount = (delegate* unmanaged<nint, nuint*, nint>)OrtTable.Slots[64];
    public static readonly delegate* unmanaged<nint, nint*, nint> GetTensorTypeAndShape = (delegate* unmanaged<nint, nint*, nint>)OrtTable.Slots[65];
    public static readonly delegate* unmanaged<nint, void> ReleaseTypeInfo = (delegate* unmanaged<nint, void>)OrtTable.Slots[98];
    public static readonly delegate* unmanaged<nint, void> ReleaseTensorInfo = (delegate* unmanaged<nint, void>)OrtTable.Slots[99];

    public static readonly delegate* unmanaged<int, int, nint*, nint> CreateCpuMemoryInfo =
        (delegate* unmanaged<int, int, nint*, nint>)OrtTable.Slots[69];
    public static readonly delegate* unmanaged<nint, void*, nint> AllocatorFree = (delegate* unmanaged<nint, void*, nint>)OrtTable.Slots[76];
    public static readonly delegate* unmanaged<nint*, nint> GetDefaultAllocator = (delegate* unmanaged<nint*, nint>)OrtTable.Slots[78];
}
