using System.Text.Json;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Holds the steps of a reproduction against the original: byte for byte, else metric by metric.</summary>
internal sealed class ReproductionComparer(IArtifactStore artifacts)
{
    public async Task<ReproductionReport> CompareAsync(PipelineRun again, PipelineRun original, IReadOnlyList<PipelineStep> then, IReadOnlyList<PipelineStep> now, double tolerance, CancellationToken cancellation)
    {
        Dictionary<string, PipelineStep> made = now.ToDictionary(s => s.Step, StringComparer.Ordinal);
        var steps = new List<StepComparison>();
        foreach (PipelineStep before in then.Where(s => s.Outputs is not null))
            steps.Add(made.GetValueOrDefault(before.Step) is { Outputs: not null } after ? await CompareAsync(before, after, tolerance, cancellation)
                : new StepComparison(before.Step, "missing", made.GetValueOrDefault(before.Step)?.Failure ?? "It was not done again.", [], false, new Dictionary<string, double[]>()));
        StepComparison? first = steps.FirstOrDefault(s => s.Verdict != "same");
        string verdict = !RunState.IsDone(again.State) ? "running" : again.State != RunState.Succeeded ? "failed" : first is null ? "same" : steps.All(s => s.Verdict is "same" or "within") || Judged(steps) ? "within" : "diverged";
        return new ReproductionReport(again.Number, original.Number, verdict, first?.Step, first?.Why ?? again.Failure, tolerance, steps);
    }

    // Other bytes are forgiven where what is measured of them agrees.
    private static bool Judged(List<StepComparison> steps)
        => steps.Any(s => s.Measured) && steps.All(s => s.Verdict != "missing" && !(s.Measured && s.Verdict == "differs"));

    private async Task<StepComparison> CompareAsync(PipelineStep before, PipelineStep after, double tolerance, CancellationToken cancellation)
    {
        Dictionary<string, string> old = Outputs(before), fresh = Outputs(after);
        string[] other = [.. old.Keys.Where(k => fresh.GetValueOrDefault(k) != old[k])];
        var metrics = new Dictionary<string, double[]>(StringComparer.Ordinal);
        bool within = true, measured = false;
        foreach (string digest in old.Values) measured |= (await MetricsAsync(digest, cancellation)).Count > 0;
        if (other.Length == 0) return new StepComparison(before.Step, "same", null, [], measured, metrics);
        foreach (string port in other)
        {
            Dictionary<string, double> a = await MetricsAsync(old[port], cancellation), b = fresh.TryGetValue(port, out string? digest) ? await MetricsAsync(digest, cancellation) : [];
            foreach ((string name, double value) in a.Where(m => !b.TryGetValue(m.Key, out double v) || v != m.Value))
            {
                double now = b.GetValueOrDefault(name, double.NaN);
                metrics[name] = [value, now];
                within &= Math.Abs(now - value) <= tolerance * Math.Max(Math.Abs(value), 1e-12);
            }
        }
        return new StepComparison(before.Step, measured && within ? "within" : "differs", Why(before, after), other, measured, metrics);
    }

    private async Task<Dictionary<string, double>> MetricsAsync(string digest, CancellationToken cancellation)
    {
        const long most = 1 << 20;
        string path = await artifacts.PathAsync(digest, cancellation);
        return new FileInfo(path).Length > most ? [] : MetricsFile.Read(await File.ReadAllTextAsync(path, cancellation));
    }

    private static string Why(PipelineStep before, PipelineStep after)
    {
        Dictionary<string, string> a = Parts(before), b = Parts(after);
        string[] changed = [.. a.Keys.Union(b.Keys).Where(k => a.GetValueOrDefault(k) != b.GetValueOrDefault(k)).Order(StringComparer.Ordinal)];
        if (changed.Length == 0) return "Its inputs, code, parameters and environment were the same: it does not repeat itself.";
        return changed.All(c => c.StartsWith("in.", StringComparison.Ordinal)) ? $"Its inputs differ ({string.Join(", ", changed.Select(c => c[3..]))}), so it follows a step that diverged." : $"What it depends on differs: {string.Join(", ", changed)}.";
    }

    private static Dictionary<string, string> Outputs(PipelineStep step) => JsonSerializer.Deserialize<Dictionary<string, string>>(step.Outputs!)!;

    private static Dictionary<string, string> Parts(PipelineStep step) => step.Parts is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(step.Parts)!;
}
