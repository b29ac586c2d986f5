using System.Text.Json;
using Cairn.Pipelines.Caching;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Holds the steps of a reproduction against the original: byte for byte, else metric by metric.</summary>
internal sealed class ReproductionComparer(IArtifactStore artifacts, Planner planner)
{
    private const string Input = "in.";

    public async Task<ReproductionReport> CompareAsync(PipelineRun again, PipelineRun original, IReadOnlyList<PipelineStep> then, IReadOnlyList<PipelineStep> now, double tolerance, CancellationToken cancellation)
    {
        Dictionary<string, PipelineStep> made = now.ToDictionary(s => s.Step, StringComparer.Ordinal);
        var steps = new List<StepComparison>();
        foreach (PipelineStep before in then.Where(s => s.Outputs is not null))
            steps.Add(made.GetValueOrDefault(before.Step) is { Outputs: not null } after ? await CompareAsync(before, after, tolerance, cancellation)
                : new StepComparison(before.Step, StepComparison.Missing, made.GetValueOrDefault(before.Step)?.Failure ?? "It was not done again.", [], false, new Dictionary<string, double?[]>()));
        StepComparison? first = steps.FirstOrDefault(s => s.Verdict != StepComparison.Same);
        string verdict = !RunState.IsDone(again.State) ? ReproductionReport.Running : again.State != RunState.Succeeded ? ReproductionReport.Failed
            : first is null ? ReproductionReport.Same : await IsForgivenAsync(original, steps, cancellation) ? ReproductionReport.Within : ReproductionReport.Other;
        return new ReproductionReport(again.Number, original.Number, verdict, first?.Step, again.Failure ?? first?.Why, tolerance, Sample(again, original), steps);
    }

    private static double Sample(PipelineRun again, PipelineRun original) => again.Purpose == Reproduction.Probe || original.Purpose == Reproduction.Probe ? again.Sample : 1;

    // Other bytes of a step are forgiven where what measures them agrees: the step itself, or every step after it that measures.
    private async Task<bool> IsForgivenAsync(PipelineRun original, List<StepComparison> steps, CancellationToken cancellation)
    {
        if (steps.All(s => s.Agrees)) return true;
        if (steps.Exists(s => s.Verdict == StepComparison.Missing || (s.Measured && !s.Agrees)) || await PlanAsync(original, cancellation) is not { } plan) return false;
        return steps.Where(s => !s.Agrees).All(s => plan.File.Downstream(s.Step).Any(after => steps.Exists(m => m.Step == after && m.Measured && m.Agrees)));
    }

    private async Task<RunPlan?> PlanAsync(PipelineRun run, CancellationToken cancellation)
    {
        try
        {
            return await planner.PlanAsync(run.Project, run.CommitId, run.Target, cancellation);
        }
        catch (ApiException)
        {
            // The commit is gone, so it cannot be told what measures what.
            return null;
        }
    }

    private async Task<StepComparison> CompareAsync(PipelineStep before, PipelineStep after, double tolerance, CancellationToken cancellation)
    {
        Dictionary<string, string> old = Outputs(before), fresh = Outputs(after);
        string[] other = [.. old.Keys.Where(k => fresh.GetValueOrDefault(k) != old[k])];
        var metrics = new Dictionary<string, double?[]>(StringComparer.Ordinal);
        bool within = true, measured = false;
        foreach (string digest in old.Values) measured |= (await MetricsAsync(digest, cancellation)).Count > 0;
        if (other.Length == 0) return new StepComparison(before.Step, StepComparison.Same, null, [], measured, metrics);
        foreach (string port in other)
        {
            Dictionary<string, double> a = await MetricsAsync(old[port], cancellation), b = fresh.TryGetValue(port, out string? digest) ? await MetricsAsync(digest, cancellation) : [];
            foreach ((string name, double value) in a.Where(m => !b.TryGetValue(m.Key, out double same) || same != m.Value))
            {
                double? now = b.TryGetValue(name, out double v) ? v : null;
                metrics[name] = [value, now];
                within &= Math.Abs((now ?? double.PositiveInfinity) - value) <= tolerance * Math.Max(Math.Abs(value), 1e-12);
            }
        }
        return new StepComparison(before.Step, measured && within ? StepComparison.Within : StepComparison.Differs, await WhyAsync(before, after, cancellation), other, measured, metrics);
    }

    private async Task<Dictionary<string, double>> MetricsAsync(string digest, CancellationToken cancellation)
    {
        const long most = 1 << 20;
        string path = await artifacts.PathAsync(digest, cancellation);
        return new FileInfo(path).Length > most ? [] : MetricsFile.Read(await File.ReadAllTextAsync(path, cancellation));
    }

    private async Task<string> WhyAsync(PipelineStep before, PipelineStep after, CancellationToken cancellation)
    {
        IReadOnlyList<string> changed = before.Parts is null || after.Parts is null ? [] : StepIdentity.Read(after.Parts).Differences(StepIdentity.Read(before.Parts));
        string[] own = [.. changed.Where(c => !c.StartsWith(Input, StringComparison.Ordinal))];
        if (own.Length > 0) return $"What it depends on differs: {string.Join("; ", own)}.";
        if (changed.Count == 0 && before.Environment is { } then && after.Environment is { } now && then != now)
            return $"Its inputs, code and parameters were the same; what it ran in differs: {string.Join("; ", EnvironmentDifference.Of(await artifacts.ReadTextAsync(then, cancellation), await artifacts.ReadTextAsync(now, cancellation)))}.";
        return changed.Count == 0 ? "Its inputs, code, parameters and environment were the same: it does not repeat itself."
            : $"Its inputs differ ({string.Join(", ", changed.Select(c => c[Input.Length..].Split(' ')[0]))}), so it follows a step that diverged.";
    }

    private static Dictionary<string, string> Outputs(PipelineStep step) => JsonSerializer.Deserialize<Dictionary<string, string>>(step.Outputs!)!;
}
