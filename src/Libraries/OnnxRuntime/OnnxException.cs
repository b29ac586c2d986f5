namespace Cairn.OnnxRuntime;

/// <summary>A fault of ONNX Runtime, in the library's own words.</summary>
public sealed class OnnxException(string message, OnnxFault fault) : Exception(message)
{
    public OnnxFault Fault { get; } = fault;
}

/// <summary>The library's error codes (OrtErrorCode).</summary>
public enum OnnxFault
{
    None, Fail, InvalidArgument, NoSuchFile, NoModel, EngineError, RuntimeException, InvalidProtobuf, ModelLoaded,
    NotImplemented, InvalidGraph, ExecutionProviderFail, ModelLoadCanceled, ModelRequiresCompilation, NotFound,
}
