using Cairn.Contracts.Projects;
using Cairn.Platform.Http;

namespace Cairn.Pipelines.Runs;

/// <summary>Whether the project file has what a run is asked for.</summary>
internal static class AskedRun
{
    /// <exception cref="ApiException">400: no such parameter, or a share that is none. 404: no such step. 409: there are no steps.</exception>
    public static void Check(ProjectFile file, RunEndpoints.StartRequest request)
    {
        if (file.Steps.Count == 0) throw ApiException.Conflict("The project file has no steps.", "Add 'steps:' to cairn.yaml.");
        if (request.Target is { } target && !file.Steps.ContainsKey(target)) throw ApiException.NotFound("step", target, $"The pipeline has: {string.Join(", ", file.Order)}.");
        if (request.Sample is <= 0 or > 1) throw ApiException.Invalid("sample", "'sample' must be above 0 and at most 1.");
        foreach ((string name, _) in request.Params ?? []) CheckParameter(file, name);
    }

    private static void CheckParameter(ProjectFile file, string name)
    {
        if (name.IndexOf('.') is not (> 0 and var dot)) throw Unknown(name, "does not say of which step it is", $"Write it as <step>.<parameter>; the pipeline has: {string.Join(", ", file.Order)}.");
        (string owner, string own) = (name[..dot], name[(dot + 1)..]);
        if (!file.Steps.TryGetValue(owner, out Step? step))
            throw Unknown(name, $"is of no step '{owner}'", Nearest.To(owner, file.Steps.Keys) is { } near ? $"Did you mean '{near}.{own}'?" : $"The pipeline has: {string.Join(", ", file.Order)}.");
        string[] known = [.. Known(step)];
        if (known.Contains(own)) return;
        throw Unknown(name, $"is no parameter of the step '{owner}'", Nearest.To(own, known) is { } one ? $"Did you mean '{owner}.{one}'?" : $"Write it into 'params' of the step first{(known.Length == 0 ? "" : $"; it has: {string.Join(", ", known)}")}.");
    }

    // What the file says of it, what a built-in takes besides, and what a sweep tries.
    private static IEnumerable<string> Known(Step step) => step.Params.Keys.Concat(step.With.Keys).Concat(BuiltIns.Find(step.Use ?? "")?.With ?? [])
        .Concat(step.Sweep?.Space.Keys ?? []).Concat(step.Sweep?.Asha is { } rungs ? [rungs.By] : []).Distinct(StringComparer.Ordinal);

    private static ApiException Unknown(string name, string what, string mend) => ApiException.Invalid($"params.{name}", $"The parameter '{name}' {what}.", mend);
}
