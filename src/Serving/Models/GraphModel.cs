using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;
using Cairn.OnnxRuntime;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Models;

/// <summary>A graph in ONNX Runtime with its run contexts: rows of all parts one behind the other in, and back to each its own.</summary>
internal sealed class GraphModel : LoadedModel
{
    private const int KeptRuns = 64;
    private readonly ConcurrentQueue<OnnxRun> _runs = new();
    private readonly int[] _outputs;
    private OnnxModel _model;
    private OnnxModel? _before;
    private Func<OnnxOptions, OnnxModel>? _open;
    private int _threads = 1;
    private bool _isSmall;

    private GraphModel(OnnxModel model, int[] outputs, string digest, (string Platform, IReadOnlyList<InputColumn> Columns, IReadOnlyList<LabelledOutput> Classes) of)
        : base(digest, [.. model.Inputs.Select(Port)], [.. outputs.Select(i => Port(model.Outputs[i]))])
    {
        (_model, _outputs, Platform, Columns, Properties) = (model, outputs, of.Platform, of.Columns, PropertiesOf(of.Classes));
    }

    public override string Platform { get; }

    public override IReadOnlyList<InputColumn> Columns { get; }

    public override IReadOnlyDictionary<string, string>? Properties { get; }

    /// <summary>A graph by path; a <see cref="ModelFault"/> or an <see cref="OnnxException"/> says why not.</summary>
    public static GraphModel OfGraph(string path, string digest)
    {
        bool small = GraphFile.IsSmall(path);
        (OnnxModel model, IReadOnlyList<LabelledOutput> classes) = GraphFile.Load(path, small ? GraphFile.Quietly : OnnxOptions.Default);
        try
        {
            GraphModel made = Of(model, digest, ("onnx_onnxv1", [.. ModelFit.ColumnsOf([.. model.Inputs.Select(Port)])], classes));
            made._isSmall = small;
            made._open = options => GraphFile.Load(path, options).Model;
            return made;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public static GraphModel OfTrees(string path, string digest)
    {
        (OnnxModel model, IReadOnlyList<InputColumn> columns) = XgBoostFile.Load(path);
        return Of(model, digest, (XgBoostFile.Platform, columns, []));
    }

    public override int Threads => _threads;

    /// <summary>Runs that take several processors each are fewer at once.</summary>
    public override int? Parallel => _threads > 1 ? Math.Max(1, Environment.ProcessorCount / _threads) : null;

    public override bool TryThreads(int threads)
    {
        if (threads < 2 || _open is not { } open) return false;
        _open = null;
        try { (_before, _model) = (_model, open(OnnxOptions.Default with { IntraOpThreads = threads })); }
        catch (OnnxException) { return false; }
        _threads = threads;
        Empty();
        return true;
    }

    public override void SettleThreads(bool stays)
    {
        Empty();
        if (!stays) (_before, _model, _threads) = (_model, _before!, 1);
        _before!.Dispose();
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
            bool again = true;
            if (parts[0].Stop is { } stop) again = stop.Run(run);
            else if (IdleThread.OfThisThread is { } idle) idle.Run(run);
            else run.Run();
            long ran = Stopwatch.GetTimestamp();
            Read(run, parts, rows);
            whole = again;
            return RunTimes.Between(begun, filled, ran, Stopwatch.GetTimestamp());
        }
        catch (OnnxException e) { throw new ModelFailure(e.Message, Where(e)); }
        finally
        {
            if (whole && _runs.Count < KeptRuns) _runs.Enqueue(run);
            else run.Dispose();
        }
    }

    /// <summary>Often by the last request that it answered, which is not to wait for it.</summary>
    protected override void Free()
    {
        Empty();
        if (_isSmall) IdleThreads.Shared.Later(_model.Dispose);
        else _model.Dispose();
    }

    private void Empty()
    {
        while (_runs.TryDequeue(out OnnxRun? run)) run.Dispose();
    }

    /// <summary>Outputs that are no tensors of a type the protocol has are not computed.</summary>
    private static GraphModel Of(OnnxModel model, string digest, (string Platform, IReadOnlyList<InputColumn> Columns, IReadOnlyList<LabelledOutput> Classes) of)
    {
        int[] outputs = [.. Enumerable.Range(0, model.Outputs.Count).Where(i => PortTypes.Of(model.Outputs[i]) != Datatype.None)];
        return outputs.Length == 0
            ? throw new ModelFault("The model has no output that is a tensor or a ZipMap; export it so that it answers tensors.")
            : new(model, outputs, digest, of);
    }

    /// <summary>The classes of an output as a list of JSON, in the order of its columns; null when none has any.</summary>
    private static Dictionary<string, string>? PropertiesOf(IReadOnlyList<LabelledOutput> classes) =>
        classes.Count == 0 ? null : classes.ToDictionary(o => o.Name + ".classes", o => JsonSerializer.Serialize(o.Labels), StringComparer.Ordinal);

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
