using System.Diagnostics;
using Cairn.OnnxRuntime;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Runs a model on a row that its contract allows, so that one that cannot run is refused before it gets traffic, and its first request is no slower.</summary>
internal static class ModelWarmer
{
    /// <summary>The first run plans memory; the others tell how long one takes.</summary>
    private const int Runs = 3;

    public static void Warm(LoadedModel model, ModelFit fit, InputContract contract)
    {
        OnnxRun run = model.RentRun();
        try
        {
            int rows = model.FixedRows ?? 1;
            InputFiller.Prepare(run, fit, SampleRows.Of(contract, new int[rows]), rows);
            InputFiller.Fill(run, fit, SampleRows.Of(contract, new int[rows]), RowSlice.Whole(rows));
            for (int i = 0; i < Runs; i++) Run(run, model, counted: i > 0, rows);
            var output = new TensorBuffer();
            for (int i = 0; i < model.Outputs.Length; i++) OutputReader.Read(run, model.Model.Outputs[model.Outputs[i]], i, output, RowSlice.Whole(rows));
        }
        catch (Exception e) when (e is OnnxException or RequestFault)
        {
            run.Dispose();
            throw new ModelFault($"The model does not run on a row of its contract: {e.Message}");
        }

        model.ReturnRun(run);
    }

    private static void Run(OnnxRun run, LoadedModel model, bool counted, int rows)
    {
        long begun = Stopwatch.GetTimestamp();
        run.Run();
        if (counted) model.Cost.Record(rows, Stopwatch.GetElapsedTime(begun).Ticks * TimeSpan.NanosecondsPerTick);
    }
}
