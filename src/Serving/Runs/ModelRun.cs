using System.Diagnostics;
using Cairn.OnnxRuntime;
using Cairn.Serving.Metrics;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Runs;

/// <summary>Runs one version's model: rows of all requests one behind the other in, and back to each its own.</summary>
internal sealed class ModelRun(LoadedModel model, ModelFit fit, RunMeter meter) : IModelRun
{
    public bool IsShort(int rows, long nanoseconds) => model.Cost.IsBelow(rows, nanoseconds);

    public void Run(params ReadOnlySpan<InferenceWork> works)
    {
        int rows = 0;
        foreach (InferenceWork work in works)
        {
            work.BeginOutputs(model.Outputs.Length);
            rows += work.Rows;
        }

        if (rows == 0) Empty(works);
        else RunRows(works, rows);
    }

    private void Empty(ReadOnlySpan<InferenceWork> works)
    {
        foreach (InferenceWork work in works)
            for (int i = 0; i < model.Outputs.Length; i++) OutputReader.Empty(model.Model.Outputs[model.Outputs[i]], work.Outputs[i]);
    }

    private void RunRows(ReadOnlySpan<InferenceWork> works, int rows)
    {
        OnnxRun run = model.RentRun();
        bool whole = false;
        try
        {
            long begun = Stopwatch.GetTimestamp();
            Fill(run, works, rows);
            long filled = Stopwatch.GetTimestamp();
            run.Run();
            long ran = Stopwatch.GetTimestamp();
            Read(run, works, rows);
            var times = new RunTimes(Nanoseconds(begun, filled), Nanoseconds(filled, ran), Nanoseconds(ran, Stopwatch.GetTimestamp()));
            meter.Ran(works.Length, rows, times);
            model.Cost.Record(rows, times.Infer);
            whole = true;
        }
        finally
        {
            if (whole) model.ReturnRun(run);
            else run.Dispose();
        }
    }

    private void Fill(OnnxRun run, ReadOnlySpan<InferenceWork> works, int rows)
    {
        InputFiller.Prepare(run, fit, works[0].Columns, rows);
        int first = 0;
        foreach (InferenceWork work in works)
        {
            if (work.Rows > 0) InputFiller.Fill(run, fit, work.Columns, new RowSlice(first, work.Rows, rows));
            first += work.Rows;
        }
    }

    private void Read(OnnxRun run, ReadOnlySpan<InferenceWork> works, int rows)
    {
        int first = 0;
        foreach (InferenceWork work in works)
        {
            for (int i = 0; i < model.Outputs.Length; i++)
                OutputReader.Read(run, model.Model.Outputs[model.Outputs[i]], i, work.Outputs[i], new RowSlice(first, work.Rows, rows));
            first += work.Rows;
        }
    }

    private static long Nanoseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).Ticks * TimeSpan.NanosecondsPerTick;
}
