using Cairn.Onnx.Reading;

namespace Cairn.Onnx;

/// <summary>Checks an ONNX file of unknown origin before any runtime opens it.</summary>
public static class OnnxFile
{
    /// <summary>Reads the whole file within the limits; nothing in it is run and no other file is opened.</summary>
    /// <exception cref="OnnxFormatException">The file is broken or not accepted; the message says what and where.</exception>
    public static OnnxFileInfo Check(string path, OnnxLimits? limits = null)
    {
        limits ??= OnnxLimits.Default;
        using FileStream file = File.OpenRead(path);
        RefuseSize(file.Length, limits);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Check(bytes, limits);
    }

    /// <inheritdoc cref="Check(string, OnnxLimits?)"/>
    public static OnnxFileInfo Check(ReadOnlySpan<byte> model, OnnxLimits? limits = null)
    {
        limits ??= OnnxLimits.Default;
        RefuseSize(model.Length, limits);
        return new ModelReader(limits).Read(model);
    }

    private static void RefuseSize(long length, OnnxLimits limits)
    {
        if (length == 0)
            throw new OnnxFormatException("The file is empty.");
        if (length > limits.FileBytes || length > Array.MaxLength)
            throw new OnnxFormatException($"The file has {length} bytes; at most {limits.FileBytes} are accepted.");
    }
}
