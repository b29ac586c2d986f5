using Cairn.Contracts.Inference;
using Cairn.OnnxRuntime;

namespace Cairn.Serving.Models;

/// <summary>Element types of ONNX and of the protocol, side by side.</summary>
internal static class PortTypes
{
    /// <summary>None for what cannot be served.</summary>
    public static Datatype Of(OnnxPort port) => port.Kind != OnnxKind.Tensor ? Datatype.None : port.Element switch
    {
        OnnxElement.Float => Datatype.Fp32,
        OnnxElement.Double => Datatype.Fp64,
        OnnxElement.Int64 => Datatype.Int64,
        OnnxElement.Int32 => Datatype.Int32,
        OnnxElement.Int16 => Datatype.Int16,
        OnnxElement.Int8 => Datatype.Int8,
        OnnxElement.UInt64 => Datatype.UInt64,
        OnnxElement.UInt32 => Datatype.UInt32,
        OnnxElement.UInt16 => Datatype.UInt16,
        OnnxElement.UInt8 => Datatype.UInt8,
        OnnxElement.Float16 => Datatype.Fp16,
        OnnxElement.Bool => Datatype.Bool,
        OnnxElement.String => Datatype.Bytes,
        _ => Datatype.None,
    };
}
