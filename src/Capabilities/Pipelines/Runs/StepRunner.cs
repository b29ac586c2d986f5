using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Maps;
using Cairn.Pipelines.Sweeps;

namespace Cairn.Pipelines.Runs;

/// <summary>Brings one step of a run to its end: passes it over when its condition says so, else has its work done, whole or by parts.</summary>
internal sealed class StepRunner(WorkRunner works, StepTasks tasks, StepInputReader inputs, MapRunner maps, SweepRunner sweeps)
{
    /// <returns>The step as it stands at its end. A failure is an answer, not an exception.</returns>
    public async Task<PipelineStep> RunAsync(StepScene scene, PipelineStep state)
    {
        if (await RefusalAsync(scene) is { } refusal) return await works.EndAsync(state, state with { State = RunState.Skipped, Why = refusal }, refusal);
        try
        {
            if (scene.Step.Map is null && scene.Step.Sweep is null) return await WholeAsync(scene, state);
            // One that was begun by an earlier process goes on: each of its parts knows how far it came.
            if (state.State != RunState.Running) state = await works.BeginAsync(state);
            return await works.EndAsync(state, scene.Step.Map is not null ? await maps.RunAsync(scene, state) : await sweeps.RunAsync(scene, state), null);
        }
        catch (FileNotFoundException e)
        {
            return await works.EndAsync(state, state with { State = RunState.Failed, Failure = $"An input is not stored any more: {e.Message}" }, "input gone");
        }
        catch (StepFaultException e)
        {
            return await works.EndAsync(state, state with { State = RunState.Failed, Failure = e.Message }, "refused");
        }
    }

    private async Task<PipelineStep> WholeAsync(StepScene scene, PipelineStep state)
    {
        JsonObject parameters = scene.Plan.ParamsOf(scene.Step, scene.Overrides);
        StepInputs given = await inputs.WholeAsync(scene.Run, scene.Plan, scene.Step, scene.Published, scene.Stops.Either);
        return await works.RunAsync(await StepWork.OfAsync(scene, given, parameters), state, scene.Stops);
    }

    private async Task<string?> RefusalAsync(StepScene scene)
    {
        PortRef? missing = scene.Step.In.Values.FirstOrDefault(from => !from.IsData && !scene.Published.ContainsKey(from.ToString()));
        if (missing is not null) return $"'{missing.Owner}' was passed over, so there is no {missing}.";
        return scene.Step.If is null ? null : await tasks.IsRefusedAsync(scene.Step, scene.Published, scene.Stops.Either);
    }
}
