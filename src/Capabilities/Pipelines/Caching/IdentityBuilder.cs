using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Caching;

/// <summary>Puts together what a step's result depends on, from the plan and the content of its inputs.</summary>
internal static class IdentityBuilder
{
    private const string Format = "4";

    /// <param name="inputs">Port -> digest of its content.</param>
    /// <param name="item">The item of a mapped step.</param>
    public static async Task<StepKey> BuildAsync(StepScene scene, JsonObject parameters, IReadOnlyDictionary<string, string> inputs, string? item)
    {
        (RunPlan plan, Step step) = (scene.Plan, scene.Step);
        Dictionary<string, string> parts = Declared(plan, scene.Run.Sample, step, parameters);
        if (item is not null) parts["item"] = item;
        foreach ((string port, string digest) in inputs) parts["in." + port] = digest;
        parts["platform"] = Machine.Platform;
        foreach ((string name, string version) in plan.Tools.Of(step)) parts[name] = version;
        foreach (string program in plan.Tools.InterpretersOf(step).Where(p => plan.CountsInstalled(step, p)))
            if (await plan.Tools.InstalledForAsync(program, step, scene.Stops.Either) is { } installed) parts["packages " + program] = installed;
        return new StepKey(parts, plan.Code, file => plan.Tools.NamedBy(file, step), step.Use is null, Named(plan.Code, step));
    }

    /// <summary>What the project says of a step, the code it sees included: the same on every machine and for all data.</summary>
    public static StepIdentity Said(RunPlan plan, Step step)
        => new StepKey(Declared(plan, 1, step, plan.ParamsOf(step, [])), plan.Code, _ => [], step.Use is null, Named(plan.Code, step)).Whole();

    private static Dictionary<string, string> Declared(RunPlan plan, double sample, Step step, JsonObject parameters)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = Format,
            [step.Use is null ? "command" : "built-in"] = step.Use is null ? step.Run!.Trim() : $"{step.Use} {BuiltInVersions.Of(step.Use)}",
            ["env"] = plan.LockOf(step) is { } text ? Digest.Of(text) : "none",
            ["seed"] = (step.Seed ?? 0).ToString(),
        };
        if (sample < 1) parts["sample"] = sample.ToString("R");
        if (sample < 1 && step.Use is not null) parts["sampled"] = Sampling.Of(plan.File, step).ToJsonString();
        foreach ((string name, JsonElement value) in step.With) parts["with." + name] = value.GetRawText();
        foreach ((string name, JsonNode? value) in parameters) parts["params." + name] = value?.ToJsonString() ?? "null";
        foreach ((string name, string value) in step.Vars) parts["vars." + name] = value;
        // The name only: a secret that is renewed opens the same door.
        foreach (string name in step.Secrets) parts["secrets." + name] = "named";
        if (plan.SystemTextOf(step) is { } system) parts["system"] = Digest.Of(system);
        if (plan.ImageOf(step) is { } image) parts["image"] = image;
        foreach ((string port, PortType type) in step.Out) parts["out." + port] = type.ToString();
        return parts;
    }

    // A built-in sees the files its options name, and others only when it was seen to open them.
    private static string[] Named(CodeTree code, Step step)
        => step.Use is null ? [] : [.. step.With.Values.Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).Where(code.Has).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
