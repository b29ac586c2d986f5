using Cairn.Compute;
using Cairn.DuckDb;
using Cairn.OnnxRuntime;

namespace Cairn.Registry.Evaluations;

/// <summary>Feeds chunks of rows to a model and reads its scores: one number a row, or one per class.</summary>
internal sealed class ModelScorer : IDisposable
{
    private static readonly string[] Names = ["score", "scores", "probability", "probabilities", "output_probability", "variable", "prediction"];
    private readonly OnnxModel _model;
    private readonly OnnxRun _run;
    private readonly ModelColumns _columns;
    private readonly OnnxElement _element;

    public ModelScorer(OnnxModel model, ModelColumns columns)
    {
        (_model, _columns) = (model, columns);
        int output = OutputOf(model);
        _element = model.Outputs[output].Element!.Value;
        _run = model.NewRun(output);
    }

    /// <summary>Runs over rows <paramref name="from"/> to <paramref name="to"/> of a chunk; the answer has the same number of scores for each row.</summary>
    public double[] Score(DuckChunk chunk, int from, int to)
    {
        int rows = to - from;
        try
        {
            if (_columns.Matrix) _run.Shape(0, rows, _columns.Select.Count);
            else _run.Prepare(rows);
        }
        catch (ArgumentException e)
        {
            throw new StepException($"The model cannot take {rows} rows at once: {e.Message}", e);
        }
        if (_columns.Matrix) FillMatrix(chunk, from, rows);
        else for (int i = 0; i < _model.Inputs.Count; i++) Fill(i, chunk, from, rows);
        Run();
        double[] scores = _element == OnnxElement.Float ? [.. Widened(_run.FloatOutput(0))] : _run.DoubleOutput(0).ToArray();
        return scores.Length > 0 && scores.Length % rows == 0 ? scores : throw new StepException($"The model answered {scores.Length} scores for {rows} rows.");
    }

    /// <summary>Runs again over what was last given.</summary>
    public void Run()
    {
        try
        {
            _run.Run();
        }
        catch (OnnxException e)
        {
            throw new StepException($"The model failed: {e.Message}", e);
        }
    }

    public void Dispose() => _run.Dispose();

    private void FillMatrix(DuckChunk chunk, int from, int rows)
    {
        Span<float> target = _run.Floats(0);
        int width = _columns.Select.Count;
        for (int c = 0; c < width; c++)
            for (int r = 0; r < rows; r++) target[r * width + c] = chunk.IsNull(c, from + r) ? float.NaN : chunk.Floats(c)[from + r];
    }

    private void Fill(int i, DuckChunk chunk, int from, int rows)
    {
        switch (_model.Inputs[i].Element)
        {
            case OnnxElement.Float:
                for (int r = 0; r < rows; r++) _run.Floats(i)[r] = chunk.IsNull(i, from + r) ? float.NaN : chunk.Floats(i)[from + r];
                break;
            case OnnxElement.Double:
                for (int r = 0; r < rows; r++) _run.Doubles(i)[r] = chunk.IsNull(i, from + r) ? double.NaN : chunk.Doubles(i)[from + r];
                break;
            case OnnxElement.String:
                for (int r = 0; r < rows; r++) _run.SetText(i, r, chunk.Utf8(i, from + r));
                break;
            default:
                FillWhole(i, chunk, from, rows);
                break;
        }
    }

    private void FillWhole(int i, DuckChunk chunk, int from, int rows)
    {
        OnnxPort port = _model.Inputs[i];
        for (int r = 0; r < rows; r++)
            if (chunk.IsNull(i, from + r)) throw new StepException($"Column '{port.Name}' has missing values, which the model's input {port} cannot take.");
        if (port.Element == OnnxElement.Int64) chunk.Longs(i).Slice(from, rows).CopyTo(_run.Longs(i));
        else if (port.Element == OnnxElement.Int32) chunk.Integers(i).Slice(from, rows).CopyTo(_run.Integers(i));
        else chunk.Booleans(i).Slice(from, rows).CopyTo(_run.Booleans(i));
    }

    // By its usual names, else the first output of floats.
    private static int OutputOf(OnnxModel model)
    {
        int[] floats = [.. Enumerable.Range(0, model.Outputs.Count).Where(i => model.Outputs[i] is { Kind: OnnxKind.Tensor, Element: OnnxElement.Float or OnnxElement.Double })];
        if (floats.Length == 0) throw new StepException("The model has no output of floats; export it so that it answers scores as a tensor (no ZipMap).");
        foreach (string name in Names)
            foreach (int i in floats)
                if (model.Outputs[i].Name == name) return i;
        return floats[0];
    }

    private static double[] Widened(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = values[i];
        return wide;
    }
}
