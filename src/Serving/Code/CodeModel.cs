using System.Diagnostics;
using Cairn.Scoring;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Code;

/// <summary>A version that is a model with the project's own code before and behind it.</summary>
internal sealed class CodeModel : LoadedModel
{
    private readonly LoadedCode _code;
    private readonly LoadedModel _model;
    private readonly ModelFit _fit;
    private readonly ModelPort[] _columns;
    private readonly Action _freed;

    /// <summary>Takes over code and model; <paramref name="freed"/> follows their end.</summary>
    public CodeModel(string digest, IReadOnlyList<ModelPort> inputs, IReadOnlyList<ModelPort> outputs, (LoadedCode Code, LoadedModel Model) of, Action freed)
        : base(digest, inputs, outputs)
    {
        (_code, _model, _freed) = (of.Code, of.Model, freed);
        if (_model.FixedRows is not null) throw new ModelFault("The package's model takes a fixed number of rows; export it with a free first dimension.");
        var contract = new InputContract(_model.Columns, keyColumn: null, matrixName: null);
        _fit = ModelFit.Make(contract, _model.Inputs);
        _columns = [.. contract.Columns.Select(c => new ModelPort(c.Name, c.Type, [.. c.Shape.Select(d => (long)d)]))];
        Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = _code.Digest, ["code_type"] = _code.Type, ["model_platform"] = _model.Platform };
    }

    public override string Platform => "code";

    public override IReadOnlyDictionary<string, string> Properties { get; }

    public override RunTimes Run(ModelFit fit, ReadOnlySpan<RunPart> parts, int rows)
    {
        long begun = Stopwatch.GetTimestamp();
        ScoringRows inputs = TensorArrays.Of(InputTensors.Of(Inputs, fit, parts, rows), rows, parts is [var alone] ? alone.Parameters : null);
        var inner = RunPart.Of(TensorArrays.Back(_code.Before(inputs), _columns, nameof(IScoringCode.Before), rows), rows);
        inner.BeginOutputs(_model.Outputs.Count);
        inner.Stop = parts[0].Stop;
        long filled = Stopwatch.GetTimestamp();
        RunInner(inner, rows);
        long ran = Stopwatch.GetTimestamp();
        TensorBuffer[] given = TensorArrays.Back(_code.After(inputs, TensorArrays.Of(inner.Outputs, rows)), Outputs, nameof(IScoringCode.After), rows);
        for (int i = 0; i < given.Length; i++) OutputSlices.Give(given[i], parts, i, rows);
        return RunTimes.Between(begun, filled, ran, Stopwatch.GetTimestamp());
    }

    protected override void Free()
    {
        _code.Dispose();
        _model.Release();
        _freed();
    }

    private void RunInner(RunPart part, int rows)
    {
        try { _model.Run(_fit, [part], rows); }
        catch (RequestFault)
        {
            // Of the code's making: the caller sent nothing of the kind.
            throw new ModelFailure("The scoring code's Before gave a number that the model's own type cannot hold.");
        }
    }
}
