namespace Cairn.Pipelines.Caching;

/// <summary>A built-in whose result would differ gets a new number, and nothing cached from before is used; nor from before another engine.</summary>
internal static class BuiltInVersions
{
    private static readonly Dictionary<string, int> Versions = new(StringComparer.Ordinal) { ["query"] = 2, ["split"] = 2, ["train"] = 1, ["evaluate"] = 1 };

    public static int Of(string kind) => Versions.GetValueOrDefault(kind, 1);

    /// <summary>The native engines that it computes with.</summary>
    public static IReadOnlyList<string> EnginesOf(string kind) => kind switch
    {
        "train" => [EngineVersions.Duck, EngineVersions.Boost],
        "evaluate" or "explain" or "predict" => [EngineVersions.Duck, EngineVersions.Onnx],
        "package" => [],
        _ => [EngineVersions.Duck],
    };

    /// <summary>The programs that it starts.</summary>
    public static IReadOnlyList<string> ProgramsOf(string kind) => kind == "package" ? ["dotnet"] : [];
}
