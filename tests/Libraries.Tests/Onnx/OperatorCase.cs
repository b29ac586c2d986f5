using Cairn.OnnxRuntime;

namespace Cairn.Libraries.Tests.Onnx;

/// <summary>One of ONNX's published cases: a model, and sets of inputs with the outputs that belong to them.</summary>
internal static class OperatorCase
{
    // Those of ONNX's own runner.
    private const double Relative = 1e-3, Absolute = 1e-7;

    /// <summary>Null when every set came out as published; else why not.</summary>
    public static string? Run(string folder)
    {
        try
        {
            using OnnxModel model = OnnxModel.Load(Path.Combine(folder, "model.onnx"));
            if (model.Inputs.Concat(model.Outputs).FirstOrDefault(p => p.Kind != OnnxKind.Tensor) is { } port) return $"{port.Name} is no tensor but a {port.Kind}";
            using OnnxRun run = model.NewRun();
            return Directory.EnumerateDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal).Select(set => Run(run, set)).FirstOrDefault(fault => fault is not null);
        }
        catch (OnnxException e) { return $"ONNX Runtime {OnnxModel.LibraryVersion}: {e.Fault}"; }
        catch (NotSupportedException e) { return e.Message; }
        catch (ArgumentException e) { return "the published data do not fit the model: " + e.Message.Split(" (Parameter")[0]; }
    }

    private static string? Run(OnnxRun run, string set)
    {
        OnnxModel model = run.Model;
        OnnxTensor[] inputs = [.. Files(set, "input").Select(TensorFile.Read)], outputs = [.. Files(set, "output").Select(TensorFile.Read)];
        if (inputs.Length != model.Inputs.Count || outputs.Length != model.Outputs.Count) return $"{inputs.Length} inputs and {outputs.Length} outputs are published, the model has {model.Inputs.Count} and {model.Outputs.Count}";
        for (int i = 0; i < inputs.Length; i++) Fill(run, i, inputs[i]);
        run.Run();
        for (int i = 0; i < outputs.Length; i++)
            if (Difference((OnnxTensor)run.Output(i), outputs[i]) is { } fault) return $"{model.Outputs[i].Name} {fault}";
        return null;
    }

    private static IEnumerable<string> Files(string set, string kind) => Enumerable.Range(0, int.MaxValue).Select(i => Path.Combine(set, $"{kind}_{i}.pb")).TakeWhile(File.Exists);

    private static void Fill(OnnxRun run, int input, OnnxTensor tensor)
    {
        run.Shape(input, tensor.Shape);
        // By the exact type: at run time an array of bytes passes for one of signed bytes, too.
        switch (Type.GetTypeCode(tensor.Data.GetType().GetElementType()))
        {
            case TypeCode.Single: Put<float>(run, input, tensor); break;
            case TypeCode.Double: Put<double>(run, input, tensor); break;
            case TypeCode.Int64: Put<long>(run, input, tensor); break;
            case TypeCode.Int32: Put<int>(run, input, tensor); break;
            case TypeCode.Int16: Put<short>(run, input, tensor); break;
            case TypeCode.SByte: Put<sbyte>(run, input, tensor); break;
            case TypeCode.UInt64: Put<ulong>(run, input, tensor); break;
            case TypeCode.UInt32: Put<uint>(run, input, tensor); break;
            case TypeCode.UInt16: Put<ushort>(run, input, tensor); break;
            case TypeCode.Byte: Put<byte>(run, input, tensor); break;
            case TypeCode.Boolean: Put<bool>(run, input, tensor); break;
            case TypeCode.String:
                for (int i = 0; i < tensor.Texts.Length; i++) run.SetText(input, i, tensor.Texts[i]);
                break;
            default: Put<Half>(run, input, tensor); break;
        }
    }

    private static void Put<T>(OnnxRun run, int input, OnnxTensor tensor)
        where T : unmanaged => ((T[])tensor.Data).CopyTo(run.Input<T>(input));

    private static string? Difference(OnnxTensor got, OnnxTensor wanted)
    {
        if (got.Data.GetType() != wanted.Data.GetType()) return $"is {got.Data.GetType().Name}, not {wanted.Data.GetType().Name}";
        if (!got.Shape.SequenceEqual(wanted.Shape)) return $"has the shape [{string.Join(',', got.Shape)}], not [{string.Join(',', wanted.Shape)}]";
        bool same = wanted.Data is string[] texts ? texts.SequenceEqual(got.Texts) : Numbers(got.Data).Zip(Numbers(wanted.Data)).All(p => Close(p.First, p.Second));
        return same ? null : "has other values";
    }

    private static IEnumerable<double> Numbers(Array data) =>
        data.Cast<object>().Select(o => o is Half half ? (double)half : Convert.ToDouble(o, System.Globalization.CultureInfo.InvariantCulture));

    private static bool Close(double got, double wanted) => got.Equals(wanted) || Math.Abs(got - wanted) <= Absolute + (Relative * Math.Abs(wanted));
}
