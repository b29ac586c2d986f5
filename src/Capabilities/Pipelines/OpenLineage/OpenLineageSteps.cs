using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.OpenLineage;

/// <summary>Events of steps: each a run of a job of its own, whose parent is the run of the pipeline; what one step makes is the dataset that the next one reads.</summary>
internal sealed class OpenLineageSteps(OpenLineageEvents events, OpenLineageData data, IDatabase database, RunStore store, Planner planner)
{
    /// <summary>Null when the run is not on record any more.</summary>
    public async Task<JsonObject?> OfAsync(StepNotice notice, CancellationToken cancellation)
    {
        (PipelineRun? run, IReadOnlyList<PipelineStep> steps) = await database.ReadAsync(s => store.Find(s, notice.Run) is { } found ? (found, store.Steps(s, found.Id)) : (null, []), cancellation);
        if (run is null || steps.FirstOrDefault(s => s.Step == notice.Step) is not { } state) return null;
        JsonObject facets = OpenLineageEvents.Facets(notice.Type == "FAIL" ? state.Failure ?? "It failed." : null);
        facets["parent"] = OpenLineageFacets.Parent(OpenLineageEvents.RunId(run.Id), events.Namespace, OpenLineageEvents.PipelineJob(run.Project));
        Dictionary<string, string> made = RunExecutor.Outputs(steps);
        Step? declared = await DeclaredAsync(run, notice.Step, cancellation);
        return events.Told(notice.Type, notice.At, $"{run.Id}/{notice.Step}", facets, events.Job($"{OpenLineageEvents.PipelineJob(run.Project)}.{notice.Step}", "STEP"),
            await InputsAsync(run, declared, made, cancellation), notice.Type == "COMPLETE" ? Outputs(run, declared, made) : []);
    }

    private async Task<Step?> DeclaredAsync(PipelineRun run, string step, CancellationToken cancellation)
    {
        try
        {
            return (await planner.PlanAsync(run.Project, run.CommitId, run.Target, cancellation)).File.Steps.GetValueOrDefault(step);
        }
        catch (ApiException)
        {
            // The commit is gone, and with it what the step reads and makes.
            return null;
        }
    }

    private async Task<JsonArray> InputsAsync(PipelineRun run, Step? step, Dictionary<string, string> made, CancellationToken cancellation)
    {
        PortRef[] from = step is null ? [] : [.. step.In.Values.Distinct()];
        Dictionary<string, string[]> pinned = run.Inputs is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string[]>>(run.Inputs)!;
        JsonArray all = await data.InputsAsync(run.Project, JsonSerializer.SerializeToNode(pinned.Where(p => from.Any(f => f.IsData && f.Owner == p.Key)).ToDictionary()), cancellation);
        foreach (PortRef port in from.Where(f => !f.IsData))
            if (made.TryGetValue(port.ToString(), out string? digest)) all.Add(data.Port(run.Project, port.ToString(), digest));
        return all;
    }

    private JsonArray Outputs(PipelineRun run, Step? step, Dictionary<string, string> made)
        => step is null ? [] : [.. step.Out.Keys.Select(p => $"{step.Name}.{p}").Where(made.ContainsKey).Select(p => (JsonNode)data.Port(run.Project, p, made[p]))];
}
