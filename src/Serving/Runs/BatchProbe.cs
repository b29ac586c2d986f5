using System.Runtime.InteropServices;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Runs;

/// <summary>
/// Tells whether rows of different requests may share a run: only when every input and output is open in its first dimension alone,
/// and when two different rows answered together are answered as each is alone. A model that looks across its rows fails that.
/// </summary>
internal static class BatchProbe
{
    private const double Close = 1e-4;

    /// <summary>Twice the last place of a half.</summary>
    private const double CloseHalf = 2e-3;

    public static bool Allows(LoadedModel model, ModelFit fit, InputContract contract)
    {
        if (model.FixedRows is not null || contract.Columns.Any(c => c.Width < 0)) return false;
        if (model.Inputs.Any(p => p.Shape.Skip(1).Any(d => d < 0))) return false;
        if (model.Outputs.Any(p => p.Shape is not [< 0, ..])) return false;
        try { return AnswersRowByRow(model, fit, contract); }
        catch (Exception e) when (e is ModelFailure or RequestFault) { return false; }
    }

    private static bool AnswersRowByRow(LoadedModel model, ModelFit fit, InputContract contract)
    {
        TensorBuffer[] one = Answer(model, fit, contract, 0), other = Answer(model, fit, contract, 1), both = Answer(model, fit, contract, 0, 1);
        for (int i = 0; i < both.Length; i++)
        {
            if (both[i].Rows != 2 || one[i].Rows != 1 || other[i].Rows != 1) return false;
            if (!Same(both[i], one[i], other[i])) return false;
        }

        return true;
    }

    private static TensorBuffer[] Answer(LoadedModel model, ModelFit fit, InputContract contract, params ReadOnlySpan<int> kinds)
    {
        var part = RunPart.Of(SampleRows.Of(contract, kinds), kinds.Length);
        part.BeginOutputs(model.Outputs.Count);
        model.Run(fit, [part], kinds.Length);
        return part.Outputs.ToArray();
    }

    private static bool Same(TensorBuffer both, TensorBuffer one, TensorBuffer other)
    {
        byte[] apart = [.. one.Data, .. other.Data];
        return both.Type switch
        {
            Datatype.Fp32 => Near(both.Elements<float>(), MemoryMarshal.Cast<byte, float>(apart), Close),
            Datatype.Fp64 => Near(both.Elements<double>(), MemoryMarshal.Cast<byte, double>(apart), Close),
            Datatype.Fp16 => Near(both.Elements<Half>(), MemoryMarshal.Cast<byte, Half>(apart), CloseHalf),
            _ => both.Data.SequenceEqual(apart),
        };
    }

    private static bool Near<T>(ReadOnlySpan<T> together, ReadOnlySpan<T> apart, double close)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        if (together.Length != apart.Length) return false;
        for (int i = 0; i < together.Length; i++)
        {
            double a = double.CreateTruncating(together[i]), b = double.CreateTruncating(apart[i]);
            if (a != b && !(double.IsNaN(a) && double.IsNaN(b)) && !(Math.Abs(a - b) <= close * Math.Max(1, Math.Abs(b)))) return false;
        }

        return true;
    }
}
