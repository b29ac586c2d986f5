using Cairn.Onnx;
using Cairn.OnnxRuntime;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Models;

/// <summary>
/// A file of ONNX. Outputs that ZipMap makes, as scikit-learn's converter does unless told otherwise, are served as the matrices that they are made of,
/// a column for each class.
/// </summary>
internal static class GraphFile
{
    /// <summary>Bytes up to which a graph is opened in a moment, so that it may be opened twice.</summary>
    private const long Small = 16 << 20;

    /// <summary>For small ones: opened without disturbing who is being answered meanwhile.</summary>
    public static readonly OnnxOptions Quietly = OnnxOptions.Default with { Opening = IdleThreads.Shared.Make };

    /// <summary>The graph, and the classes of outputs that were maps.</summary>
    public static (OnnxModel Model, IReadOnlyList<LabelledOutput> Classes) Load(string path, OnnxOptions options)
    {
        var model = OnnxModel.Load(path, options);
        if (model.Outputs.All(o => o.Kind == OnnxKind.Tensor) || Unzip(path, options) is not { } plain) return (model, []);
        model.Dispose();
        return plain;
    }

    /// <summary>Small itself, and without data in other files (which an ONNX file names by the key <c>location</c>).</summary>
    public static bool IsSmall(string path) => new FileInfo(path) is { Exists: true, Length: <= Small } && File.ReadAllBytes(path).AsSpan().IndexOf("location"u8) < 0;

    /// <summary>Null where there is no ZipMap, or where the graph does not load from elsewhere: its data may lie beside it. Then its maps are left out.</summary>
    private static (OnnxModel Model, IReadOnlyList<LabelledOutput> Classes)? Unzip(string path, OnnxOptions options)
    {
        try { return ZipMaps.Unzip(File.ReadAllBytes(path)) is { } plain ? (TemporaryGraph.Open(plain.Model, options with { Opening = null }), plain.Outputs) : null; }
        catch (Exception e) when (e is OnnxFormatException or OnnxException or IOException) { return null; }
    }
}
