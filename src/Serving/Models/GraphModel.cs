using System.Collections.Concurrent;
using System.Diagnostics;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using Cairn.OnnxRuntime;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Models;

/// <summary>A graph in ONNX Runtime with its run contexts: rows of all parts one behind the other in, and back to each its own.</summary>
internal sealed class GraphModel : LoadedModel
{
    private const int KeptRuns = 64;
    private readonly ConcurrentQueue<OnnxRun> _runs = new();
    private readonly OnnxModel _model;
    private readonly int[] _outputs;

    private GraphModel(OnnxModel model, int[] outputs, string digest, string platform, IReadOnlyList<InputColumn> columns)
        : base(digest, [.. model.Inputs.Select(Port)], [.. outputs.Select(i => Port(model.Outputs[i]))])
    {
        (_model, _outputs, Platform, Columns) = (model, outputs, platform, columns);
    }

    public override string Platform { get; }

    public override IReadOnlyList<InputColumn> Columns { get; }

    /// <summary>A graph by path; a <see cref="ModelFault"/> or an <see cref="OnnxException"/> says why not.</summary>
    public static GraphModel OfGraph(string path, string digest)
    {
        var model = OnnxModel.Load(path);
        try { return Of(model, digest, "onnx_onnxv1", [.. ModelFit.ColumnsOf([.. model.Inputs.Select(Port)])]); }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public static GraphModel OfTrees(string path, string digest)
    {
        (OnnxModel model, IReadOnlyList<InputColumn> columns) = XgBoostFile.Load(path);
        return Of(model, digest, XgBoostFile.Platform, columns);
    }

    public override RunTimes Run(ModelFit fit, ReadOnlySpan<RunPart> parts, int rows)
    {
        OnnxRun run = _runs.TryDequeue(out OnnxRun? kept) ? kept : _model.NewRun(_outputs);
        bool whole = false;
        try
        {
            long begun = Stopwatch.GetTimestamp();
            Fill(run, fit, parts, rows);
            long filled = Stopwatch.GetTimestamp();
            run.Run();
            long ran = Stopwatch.GetTimestamp();
            Read(run, parts, rows);
            whole = true;
            return RunTimes.Between(begun, filled, ran, Stopwatch.GetTimestamp());
        }
        catch (OnnxException e) { throw new ModelFailure(e.Message, Where(e)); }
        finally
        {
            if (whole && _runs.Count < KeptRuns) _runs.Enqueue(run);
            else run.Dispose();
        }
    }

    protected override void Free()
    {
        while (_runs.TryDequeue(out OnnxRun? run)) run.Dispose();
        _model.Dispose();
    }

    /// <summary>Outputs that are no tensors of a type the protocol has are not computed.</summary>
    private static GraphModel Of(OnnxModel model, string digest, string platform, IReadOnlyList<InputColumn> columns)
    {
        int[] outputs = [.. Enumerable.Range(0, model.Outputs.Count).Where(i => PortTypes.Of(model.Outputs[i]) != Datatype.None)];
        return outputs.Length > 0 ? new(model, outputs, digest, platform, columns) : throw new ModelFault("The model has no tensor output; export it without ZipMap.");
    }

    private static ModelPort Port(OnnxPort port) => new(port.Name, PortTypes.Of(port), port.Shape);

    /// <summary>The library's words up to its status message, which may repeat values of the request.</summary>
    private static string Where(OnnxException e)
    {
        int values = e.Message.IndexOf("Status Message", StringComparison.Ordinal);
        return values < 0 ? e.Fault.ToString() : e.Message[..values].TrimEnd();
    }

    private static void Fill(OnnxRun run, ModelFit fit, ReadOnlySpan<RunPart> parts, int rows)
    {
        InputFiller.Prepare(run, fit, parts[0].Columns, rows);
        int first = 0;
        foreach (RunPart part in parts)
        {
            if (part.Rows > 0) InputFiller.Fill(run, fit, part.Columns, new RowSlice(first, part.Rows, rows));
            first += part.Rows;
        }
    }

    private void Read(OnnxRun run, ReadOnlySpan<RunPart> parts, int rows)
    {
        int first = 0;
        foreach (RunPart part in parts)
        {
            for (int i = 0; i < _outputs.Length; i++)
                OutputReader.Read(run, _model.Outputs[_outputs[i]], i, part.Outputs[i], new RowSlice(first, part.Rows, rows));
            first += part.Rows;
        }
    }
}
