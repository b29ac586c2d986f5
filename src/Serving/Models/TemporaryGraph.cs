using Cairn.OnnxRuntime;

namespace Cairn.Serving.Models;

/// <summary>A graph made in memory, opened by path from a directory of its own, as every model: one given as bytes would look for further files in the working directory.</summary>
internal static class TemporaryGraph
{
    public static OnnxModel Open(ReadOnlySpan<byte> graph, OnnxOptions? options = null)
    {
        string folder = Directory.CreateTempSubdirectory("cairn-graph-").FullName;
        try
        {
            string file = Path.Combine(folder, "model.onnx");
            File.WriteAllBytes(file, graph);
            return OnnxModel.Load(file, options);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }
}
