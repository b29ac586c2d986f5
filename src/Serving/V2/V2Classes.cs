using System.Globalization;
using System.Text.Unicode;
using Cairn.Contracts.Inference;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>The classification extension: of each row of an output the greatest values, as texts <c>value:index</c>, the greatest first.</summary>
internal static class V2Classes
{
    /// <summary>A number of 64 bits, its sign, point and exponent, and an index.</summary>
    private const int MostText = 64;

    /// <exception cref="RequestFault">The output is not of numbers.</exception>
    public static TensorBuffer Rank(TensorBuffer of, int most) => of.Type switch
    {
        Datatype.Fp32 => Rank<float>(of, most),
        Datatype.Fp64 => Rank<double>(of, most),
        Datatype.Fp16 => Rank<Half>(of, most),
        Datatype.Int64 => Rank<long>(of, most),
        Datatype.Int32 => Rank<int>(of, most),
        Datatype.Int16 => Rank<short>(of, most),
        Datatype.Int8 => Rank<sbyte>(of, most),
        Datatype.UInt64 => Rank<ulong>(of, most),
        Datatype.UInt32 => Rank<uint>(of, most),
        Datatype.UInt16 => Rank<ushort>(of, most),
        Datatype.UInt8 => Rank<byte>(of, most),
        _ => throw RequestFault.Malformed($"Output '{of.Name}' is {of.Type.Name()}, of which nothing is the greatest; leave out 'classification'."),
    };

    private static TensorBuffer Rank<T>(TensorBuffer of, int most)
        where T : unmanaged, IComparable<T>, IFormattable
    {
        int width = of.Width, kept = Math.Min(most, width);
        var ranked = new TensorBuffer();
        ranked.Begin(of.Name, Datatype.Bytes);
        ReadOnlySpan<T> values = of.Elements<T>();
        T[] one = new T[width];
        int[] order = new int[width];
        Span<byte> text = stackalloc byte[MostText];
        for (int row = 0; row < of.Rows; row++)
        {
            int from = row * width;
            for (int i = 0; i < width; i++) order[i] = i;
            values.Slice(from, width).CopyTo(one);
            // NaN is less than everything; of equals the first is the first.
            Array.Sort(order, (a, b) => one[b].CompareTo(one[a]) is not 0 and var less ? less : a.CompareTo(b));
            foreach (int at in order.AsSpan(0, kept))
            {
                Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{one[at]}:{at}", out int size);
                ranked.AddText(text[..size]);
            }
        }

        ranked.SetShape(of.Rows, kept);
        return ranked;
    }
}
