using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Runs;

/// <summary>Computes a step's identity from the plan and the content of its inputs.</summary>
internal static class IdentityBuilder
{
    private const string Format = "1", Platform = "linux-x64";

    /// <param name="inputs">Port -> digest of its content.</param>
    public static StepIdentity Build(RunPlan plan, PipelineRun run, Step step, JsonObject parameters, IReadOnlyDictionary<string, string> inputs)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = Format,
            ["platform"] = Platform,
            [step.Use is null ? "command" : "built-in"] = step.Use is null ? step.Run! : $"{step.Use} {BuiltInVersions.Of(step.Use)}",
            ["code"] = step.Use is null ? CodeOf(plan.Checkout) : FilesOf(plan.Checkout, step),
            ["env"] = plan.LockOf(step) is { } text ? Digest.Of(text) : "none",
            ["seed"] = (step.Seed ?? 0).ToString(),
        };
        if (run.Sample < 1) parts["sample"] = run.Sample.ToString("R");
        foreach ((string name, JsonElement value) in step.With) parts["with." + name] = value.GetRawText();
        foreach ((string name, JsonNode? value) in parameters) parts["params." + name] = value?.ToJsonString() ?? "null";
        foreach ((string name, string value) in step.Vars) parts["vars." + name] = value;
        foreach ((string port, string digest) in inputs) parts["in." + port] = digest;
        foreach ((string port, PortType type) in step.Out) parts["out." + port] = type.ToString();
        return new StepIdentity(parts);
    }

    // What a command may read: src/ where there is one, else everything but the file that describes and the texts that explain.
    private static string CodeOf(string checkout)
        => Directory.Exists(Path.Combine(checkout, "src")) ? StepIdentity.OfFolder(Path.Combine(checkout, "src"), _ => true)
            : StepIdentity.OfFolder(checkout, name => name != "cairn.yaml" && !name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && !name.StartsWith(".git", StringComparison.Ordinal));

    // A built-in sees the files its options name.
    private static string FilesOf(string checkout, Step step)
    {
        string[] named = [.. step.With.Values.Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).Where(n => File.Exists(Path.Combine(checkout, n))).Order(StringComparer.Ordinal)];
        return named.Length == 0 ? "none" : Digest.Of(string.Join('\n', named.Select(n => n + " " + Digest.Of(File.ReadAllBytes(Path.Combine(checkout, n))))));
    }
}
