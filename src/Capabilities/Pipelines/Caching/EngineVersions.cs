using Cairn.DuckDb;
using Cairn.OnnxRuntime;
using Cairn.XgBoost;

namespace Cairn.Pipelines.Caching;

/// <summary>Versions of the native engines that built-in steps compute with.</summary>
internal sealed class EngineVersions(IReadOnlyDictionary<string, Func<string>> known)
{
    public const string Duck = "duckdb", Boost = "xgboost", Onnx = "onnxruntime";

    /// <summary>Those that this process finds.</summary>
    public static EngineVersions Installed { get; } = new(new Dictionary<string, Func<string>>(StringComparer.Ordinal)
    {
        [Duck] = () => DuckDatabase.LibraryVersion,
        [Boost] = () => XgBoostLibrary.Missing() is null ? XgBoostLibrary.Version : "absent",
        [Onnx] = () => OnnxModel.LibraryVersion,
    });

    public string Of(string engine)
    {
        try
        {
            return known[engine]();
        }
        catch (DllNotFoundException)
        {
            return "absent";
        }
    }
}
