using System.Runtime.InteropServices;
using Cairn.DuckDb;
using Cairn.Platform.Artifacts;
using Cairn.XgBoost;

namespace Cairn.Pipelines.Runs;

/// <summary>What steps execute on, as observed here: the runtime and the native libraries, with the project's own lock file.</summary>
internal static class RuntimeEnvironment
{
    private static readonly Lazy<string> Machine = new(() => string.Join('\n',
        $"os {RuntimeInformation.RuntimeIdentifier}", $"dotnet {Environment.Version}", $"duckdb {DuckDatabase.LibraryVersion}",
        $"xgboost {(XgBoostLibrary.Missing() is null ? XgBoostLibrary.Version : "absent")}", "onnx-writer 1"));

    /// <summary>Digest of it all.</summary>
    public static string DigestWith(string? lockFile) => Digest.Of(Machine.Value + "\n" + (lockFile ?? ""));
}
