using Cairn.Serving.Runs;

namespace Cairn.Serving.Models;

/// <summary>
/// Runs a model on a row that its contract allows, so that one that cannot run is refused before it gets traffic, and its first request is no slower. One whose
/// runs are long is tried with all processors on a run, and keeps them where that pays.
/// </summary>
internal static class ModelWarmer
{
    /// <summary>The first run plans memory; the others tell how long one takes.</summary>
    private const int Runs = 3;
    private const long Long = 20_000_000;

    /// <param name="idle">Nobody else runs it, so that it can be timed and its session replaced.</param>
    public static void Warm(LoadedModel model, ModelFit fit, InputContract contract, bool idle)
    {
        if (!model.TakesAnyRow) return;
        try
        {
            long alone = Run(model, fit, contract);
            if (!idle || alone < Long || !model.TryThreads(Environment.ProcessorCount)) return;
            model.SettleThreads(Pays(alone, Run(model, fit, contract)));
        }
        catch (Exception e) when (e is ModelFailure or RequestFault)
        {
            throw new ModelFault($"The model does not run on a row of its contract: {e.Message}");
        }
    }

    /// <summary>Side by side, runs on one thread each do more in all; so one caller must gain much by what many lose.</summary>
    internal static bool Pays(long alone, long spread) => spread * 3 <= alone * 2;

    /// <summary>The shortest, in nanoseconds.</summary>
    private static long Run(LoadedModel model, ModelFit fit, InputContract contract)
    {
        int rows = model.FixedRows ?? 1;
        long shortest = long.MaxValue;
        var part = RunPart.Of(SampleRows.Of(contract, new int[rows]), rows);
        for (int i = 0; i < Runs; i++)
        {
            part.BeginOutputs(model.Outputs.Count);
            long nanoseconds = model.Run(fit, [part], rows).Infer;
            if (i == 0) continue;
            model.Cost.Record(rows, nanoseconds);
            shortest = Math.Min(shortest, nanoseconds);
        }

        return shortest;
    }
}
