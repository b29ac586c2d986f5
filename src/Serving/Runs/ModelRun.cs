using Cairn.Serving.Metrics;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Runs;

/// <summary>Runs one version's model on requests together, and counts.</summary>
internal sealed class ModelRun(LoadedModel model, ModelFit fit, RunMeter meter) : IModelRun
{
    public bool IsShort(int rows, long nanoseconds) => !model.Waits && model.Cost.IsBelow(rows, nanoseconds);

    public void Run(params ReadOnlySpan<InferenceWork> works)
    {
        int rows = 0;
        foreach (InferenceWork work in works)
        {
            work.BeginOutputs(model.Outputs.Count);
            rows += work.Rows;
        }

        if (rows == 0) Empty(works);
        else RunRows(works, rows);
    }

    private void Empty(ReadOnlySpan<InferenceWork> works)
    {
        foreach (InferenceWork work in works)
            for (int i = 0; i < model.Outputs.Count; i++) OutputReader.Empty(model.Outputs[i], work.Outputs[i]);
    }

    private void RunRows(ReadOnlySpan<InferenceWork> works, int rows)
    {
        RunTimes times = model.Run(fit, ReadOnlySpan<RunPart>.CastUp(works), rows);
        meter.Ran(works.Length, rows, times);
        model.Cost.Record(rows, times.Infer);
    }
}
