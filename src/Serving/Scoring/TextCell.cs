using System.Globalization;
using System.Numerics;
using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Scoring;

/// <summary>A cell of a CSV file, read as its column's type; empty is missing.</summary>
internal static class TextCell
{
    public static void Add(string text, TensorBuffer to, ContractColumn column)
    {
        if (column.Width != 1) throw RequestFault.Contract($"Input '{column.Name}' holds several values a row, which CSV cannot say; send JSON.", column.Name);
        if (text.Length == 0)
        {
            JsonElementReader.AddMissing(to, column.Nullable);
            return;
        }

        switch (column.Type)
        {
            case Datatype.Bytes: to.AddText(Encoding.UTF8.GetBytes(text)); break;
            case Datatype.Bool: to.Add(Boolean(text, column)); break;
            case Datatype.Fp16: to.Add(Float<Half>(text, column)); break;
            case Datatype.Fp32: to.Add(Float<float>(text, column)); break;
            case Datatype.Fp64: to.Add(Float<double>(text, column)); break;
            case Datatype.Int64: AddInteger<long>(text, to, column); break;
            case Datatype.Int32: AddInteger<int>(text, to, column); break;
            case Datatype.Int16: AddInteger<short>(text, to, column); break;
            case Datatype.Int8: AddInteger<sbyte>(text, to, column); break;
            case Datatype.UInt64: AddInteger<ulong>(text, to, column); break;
            case Datatype.UInt32: AddInteger<uint>(text, to, column); break;
            case Datatype.UInt16: AddInteger<ushort>(text, to, column); break;
            default: AddInteger<byte>(text, to, column); break;
        }
    }

    private static void AddInteger<T>(string text, TensorBuffer to, ContractColumn column)
        where T : unmanaged, INumber<T> => to.Add(Number<T>(text, NumberStyles.AllowLeadingSign, column));

    private static T Number<T>(string text, NumberStyles style, ContractColumn column)
        where T : INumber<T> => T.TryParse(text, style, CultureInfo.InvariantCulture, out T? value) ? value : throw Wrong(column);

    /// <summary>A decimal is rounded to the nearest; a whole number must be held exactly.</summary>
    private static T Float<T>(string text, ContractColumn column)
        where T : INumber<T>
    {
        T value = Number<T>(text, NumberStyles.Float, column);
        return T.IsFinite(value) && WholeNumber.IsExact(text, double.CreateTruncating(value)) ? value : throw Wrong(column);
    }

    private static bool Boolean(string text, ContractColumn column) => text.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => throw Wrong(column),
    };

    private static RequestFault Wrong(ContractColumn column) =>
        RequestFault.Contract($"Input '{column.Name}' has a value that is no {column.Type.Name()}.", column.Name);
}
