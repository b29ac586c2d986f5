using System.Globalization;
using System.Text;
using Cairn.Contracts.Inference;
using Cairn.OnnxRuntime;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Runs a model once on a row that its contract allows, so that a model that cannot run is refused before it gets traffic.</summary>
internal static class ModelWarmer
{
    public static void Warm(LoadedModel model, ModelFit fit, InputContract contract)
    {
        OnnxRun run = model.RentRun();
        try
        {
            TensorBuffer[] columns = [.. contract.Columns.Select(Row)];
            InputFiller.Prepare(run, fit, columns, rows: 1);
            InputFiller.Fill(run, fit, columns, RowSlice.Whole(1));
            run.Run();
            var output = new TensorBuffer();
            for (int i = 0; i < model.Outputs.Length; i++) OutputReader.Read(run, model.Model.Outputs[model.Outputs[i]], i, output, RowSlice.Whole(1));
        }
        catch (OnnxException e)
        {
            run.Dispose();
            throw new ModelFault($"The model does not run on a row of its contract: {e.Message}");
        }
        catch (RequestFault e)
        {
            run.Dispose();
            throw new ModelFault($"The model does not take a row of its contract: {e.Message}");
        }

        model.ReturnRun(run);
    }

    private static TensorBuffer Row(ContractColumn column)
    {
        var tensor = new TensorBuffer();
        tensor.Begin(column.Name, column.Type);
        int[] shape = [.. column.Shape.Select(d => Math.Max(d, 1))];
        int width = shape.Aggregate(1, (a, b) => a * b);
        for (int i = 0; i < width; i++) AddOne(column, tensor);
        tensor.SetShape(shape);
        return tensor;
    }

    private static void AddOne(ContractColumn column, TensorBuffer to)
    {
        string? allowed = column.Source.Allowed?[0];
        double number = allowed is null || column.Type == Datatype.Bytes ? Math.Max(0, column.Source.Min ?? 0) : Number(allowed);
        if (column.Source.Max is { } max && number > max) number = max;
        switch (column.Type)
        {
            case Datatype.Bytes: to.AddText(Encoding.UTF8.GetBytes(allowed ?? "")); break;
            case Datatype.Bool: to.Add(number != 0); break;
            case Datatype.Fp16: to.Add((Half)number); break;
            case Datatype.Fp32: to.Add((float)number); break;
            case Datatype.Fp64: to.Add(number); break;
            case Datatype.Int64: to.Add((long)number); break;
            case Datatype.Int32: to.Add((int)number); break;
            case Datatype.Int16: to.Add((short)number); break;
            case Datatype.Int8: to.Add((sbyte)number); break;
            case Datatype.UInt64: to.Add((ulong)number); break;
            case Datatype.UInt32: to.Add((uint)number); break;
            case Datatype.UInt16: to.Add((ushort)number); break;
            default: to.Add((byte)number); break;
        }
    }

    private static double Number(string text) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
