using Cairn.Pipelines.Caching;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Runs;

/// <summary>What the steps of a run execute on, as observed here: platform, runtime, engines and programs, with the lock files of all of them.</summary>
internal static class RuntimeEnvironment
{
    public static string DigestOf(RunPlan plan) => Digest.Of(string.Join('\n', Lines(plan)));

    private static IEnumerable<string> Lines(RunPlan plan)
    {
        yield return $"platform {Machine.Platform}";
        yield return $"dotnet {Environment.Version}";
        yield return "onnx-writer 1";
        foreach (string tool in plan.Steps.SelectMany(plan.Tools.Of).Select(t => $"{t.Name} {t.Version}").Distinct().Order(StringComparer.Ordinal)) yield return tool;
        foreach (string text in plan.Steps.Select(plan.LockOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)) yield return $"lock {Digest.Of(text)}";
        foreach (string text in plan.Steps.Select(plan.SystemTextOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)) yield return $"system {Digest.Of(text)}";
    }
}
