namespace Cairn.Onnx;

/// <summary>What an accepted file may be; defaults fit tabular models and small networks.</summary>
public sealed record OnnxLimits
{
    public static OnnxLimits Default { get; } = new();

    public long FileBytes { get; init; } = 512L << 20;

    /// <summary>Nodes in all graphs together.</summary>
    public int Nodes { get; init; } = 100_000;

    /// <summary>Graphs within graphs (If, Loop, Scan).</summary>
    public int Depth { get; init; } = 8;

    public int Initializers { get; init; } = 50_000;

    public int Ports { get; init; } = 10_000;

    public int Dimensions { get; init; } = 16;

    /// <summary>Elements of one tensor, whether stored or declared.</summary>
    public long TensorElements { get; init; } = 1L << 28;

    /// <summary>Entries of one attribute list or bytes of one text.</summary>
    public int AttributeEntries { get; init; } = 50_000_000;

    /// <summary>Whether tensors may lie in files beside the model, named by a plain file name.</summary>
    public bool ExternalData { get; init; }

    /// <summary>Operators of Microsoft's domain that are accepted; all others there are refused, since some open files.</summary>
    public IReadOnlySet<string> MicrosoftOperators { get; init; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Attention", "BiasGelu", "BiasSoftmax", "DequantizeLinear", "DynamicQuantizeMatMul", "EmbedLayerNormalization", "FastGelu", "FusedConv",
        "FusedGemm", "FusedMatMul", "Gelu", "GroupQueryAttention", "LayerNormalization", "MatMulInteger16", "MatMulIntegerToFloat",
        "MatMulNBits", "MultiHeadAttention", "NhwcMaxPool", "QAttention", "QGemm", "QLinearAdd", "QLinearAveragePool", "QLinearConcat",
        "QLinearConv", "QLinearGlobalAveragePool", "QLinearLeakyRelu", "QLinearMul", "QLinearSigmoid", "QLinearSoftmax", "QuantizeLinear",
        "QuickGelu", "Rfft", "RotaryEmbedding", "SimplifiedLayerNormalization", "SkipLayerNormalization", "SkipSimplifiedLayerNormalization",
    };
}
