using Cairn.Contracts.Inference;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Makes the inputs of a model that takes whole tensors, of the columns of all parts of a run.</summary>
internal static class InputTensors
{
    public static TensorBuffer[] Of(IReadOnlyList<ModelPort> inputs, ModelFit fit, ReadOnlySpan<RunPart> parts, int rows)
    {
        var tensors = new TensorBuffer[inputs.Count];
        for (int input = 0; input < tensors.Length; input++)
        {
            TensorBuffer tensor = tensors[input] = new TensorBuffer();
            tensor.Begin(inputs[input].Name, inputs[input].Type);
            int[] from = fit.ColumnsOfInput[input];
            foreach (RunPart part in parts)
                if (part.Rows > 0) Add(tensor, from, part);
            if (!TensorShapes.Set(tensor, inputs[input], rows)) throw RequestFault.Contract($"Input '{tensor.Name}' has another number of values than the model takes, which is {inputs[input]}.", tensor.Name);
        }

        return tensors;
    }

    private static void Add(TensorBuffer to, int[] from, RunPart part)
    {
        switch (to.Type)
        {
            case Datatype.Bytes or Datatype.Bool:
                to.AddRaw(part.Columns[from[0]].Data, part.Columns[from[0]].Count);
                break;
            case Datatype.Fp32: Put<float>(to, from, part); break;
            case Datatype.Fp64: Put<double>(to, from, part); break;
            case Datatype.Fp16: Put<Half>(to, from, part); break;
            case Datatype.Int64: Put<long>(to, from, part); break;
            case Datatype.Int32: Put<int>(to, from, part); break;
            case Datatype.Int16: Put<short>(to, from, part); break;
            case Datatype.Int8: Put<sbyte>(to, from, part); break;
            case Datatype.UInt64: Put<ulong>(to, from, part); break;
            case Datatype.UInt32: Put<uint>(to, from, part); break;
            case Datatype.UInt16: Put<ushort>(to, from, part); break;
            default: Put<byte>(to, from, part); break;
        }
    }

    private static void Put<T>(TensorBuffer to, int[] from, RunPart part)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int width = 0;
        foreach (int column in from) width += part.Columns[column].Width;
        InputFiller.Put(to.Extend<T>(width * part.Rows), from, part.Columns, part.Rows);
    }
}
