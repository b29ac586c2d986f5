namespace Cairn.OnnxRuntime;

/// <summary>Element type of a tensor, numbered as in the ONNX format (TensorProto.DataType).</summary>
public enum OnnxElement
{
    Undefined = 0, Float = 1, UInt8 = 2, Int8 = 3, UInt16 = 4, Int16 = 5, Int32 = 6, Int64 = 7, String = 8, Bool = 9, Float16 = 10,
    Double = 11, UInt32 = 12, UInt64 = 13, Complex64 = 14, Complex128 = 15, BFloat16 = 16,
}

/// <summary>What a port carries; a ZipMap's output is a sequence of maps.</summary>
public enum OnnxKind
{
    Unknown, Tensor, Sequence, Map, Opaque, SparseTensor, Optional,
}
