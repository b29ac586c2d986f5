using Cairn.Serving.Runs;

namespace Cairn.Serving.Models;

/// <summary>Runs a model on a row that its contract allows, so that one that cannot run is refused before it gets traffic, and its first request is no slower.</summary>
internal static class ModelWarmer
{
    /// <summary>The first run plans memory; the others tell how long one takes.</summary>
    private const int Runs = 3;

    public static void Warm(LoadedModel model, ModelFit fit, InputContract contract)
    {
        try
        {
            int rows = model.FixedRows ?? 1;
            var part = RunPart.Of(SampleRows.Of(contract, new int[rows]), rows);
            for (int i = 0; i < Runs; i++)
            {
                part.BeginOutputs(model.Outputs.Count);
                long nanoseconds = model.Run(fit, [part], rows).Infer;
                if (i > 0) model.Cost.Record(rows, nanoseconds);
            }
        }
        catch (Exception e) when (e is ModelFailure or RequestFault)
        {
            throw new ModelFault($"The model does not run on a row of its contract: {e.Message}");
        }
    }
}
