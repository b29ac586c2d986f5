using Cairn.Onnx.Proto;

namespace Cairn.Onnx.Reading;

/// <summary>Reads where a tensor's data lies outside the file. Paths and memory addresses are refused always.</summary>
internal static class ExternalData
{
    public static void Read(ProtoReader reader, ReadState state, string where)
    {
        if (!state.Limits.ExternalData)
            throw new OnnxFormatException($"{where}: its data lies in another file, which is not accepted; save the model as one file.");
        string key = "", value = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = ReadState.Text(ref reader, where); break;
                case 2: value = ReadState.Text(ref reader, where); break;
                default: reader.Skip(); break;
            }
        }

        if (!string.Equals(key, "location", StringComparison.Ordinal))
            return;
        if (!IsPlainName(value))
            throw new OnnxFormatException($"{where}: external data must be named by a plain file name beside the model.");
        if (!state.ExternalFiles.Contains(value, StringComparer.Ordinal))
            state.ExternalFiles.Add(value);
    }

    /// <summary>No directory, no parent, no absolute path, no marker such as the runtime's in-memory address.</summary>
    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255
        && !name.StartsWith('.')
        && !name.Contains("_ORT_MEM_ADDR_", StringComparison.OrdinalIgnoreCase)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
