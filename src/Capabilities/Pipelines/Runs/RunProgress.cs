using System.Collections.Concurrent;
using System.Text.Json;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>How far a run is: which steps are over, what they published, and which may begin. Each step is looked at when what it needs has ended, not again and again.</summary>
internal sealed class RunProgress
{
    private readonly Dictionary<string, PipelineStep> _states;
    private readonly Dictionary<string, int> _missing = new(StringComparer.Ordinal);
    private readonly ILookup<string, Step> _followers;
    private readonly Queue<Step> _ready = new();
    private readonly ConcurrentDictionary<string, string> _published = new(StringComparer.Ordinal);

    /// <param name="steps">The steps as they are on record.</param>
    public RunProgress(RunPlan plan, IEnumerable<PipelineStep> steps)
    {
        _states = steps.ToDictionary(s => s.Step, StringComparer.Ordinal);
        (Step Step, string[] Needs)[] needs = [.. plan.Steps.Select(s => (s, plan.Needs(s).Where(_states.ContainsKey).Distinct(StringComparer.Ordinal).ToArray()))];
        _followers = needs.SelectMany(n => n.Needs.Select(before => (Before: before, n.Step))).ToLookup(e => e.Before, e => e.Step, StringComparer.Ordinal);
        foreach (PipelineStep state in _states.Values) Publish(state);
        foreach ((Step step, string[] before) in needs)
        {
            _missing[step.Name] = before.Count(n => !RunState.IsGood(_states[n].State));
            if (_missing[step.Name] == 0 && !RunState.IsDone(_states[step.Name].State)) _ready.Enqueue(step);
        }
    }

    public IEnumerable<PipelineStep> States => _states.Values;

    /// <summary><c>step.port</c> -> digest of everything published so far.</summary>
    public IReadOnlyDictionary<string, string> Published => _published;

    public PipelineStep StateOf(Step step) => _states[step.Name];

    /// <summary>A step that may begin and was not given out before; null when there is none now.</summary>
    public Step? Next() => _ready.TryDequeue(out Step? step) ? step : null;

    public void Ended(PipelineStep done)
    {
        _states[done.Step] = done;
        Publish(done);
        if (!RunState.IsGood(done.State)) return;
        foreach (Step next in _followers[done.Step])
            if (--_missing[next.Name] == 0 && !RunState.IsDone(_states[next.Name].State)) _ready.Enqueue(next);
    }

    private void Publish(PipelineStep step)
    {
        if (step.Outputs is null) return;
        foreach ((string port, string digest) in JsonSerializer.Deserialize<Dictionary<string, string>>(step.Outputs)!) _published[$"{step.Step}.{port}"] = digest;
    }
}
