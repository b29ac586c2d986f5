namespace Cairn.Onnx;

/// <summary>A file that is not a sound ONNX model, or not one that is accepted here; the message says what and where.</summary>
public sealed class OnnxFormatException(string message) : Exception(message);
