using System.Globalization;
using System.Text.Unicode;
using Cairn.Contracts.Inference;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>The classification extension: of each row of an output the greatest values, as texts <c>value:index</c>, the greatest first.</summary>
internal static class V2Classes
{
    /// <summary>A number of 64 bits, its sign, point and exponent, and an index.</summary>
    private const int MostText = 64;

    /// <summary>The caller releases it.</summary>
    /// <param name="memory">Of the request. What it takes is counted and never refused, as that of the output itself.</param>
    /// <exception cref="RequestFault">The output is not of numbers.</exception>
    public static TensorBuffer Rank(TensorBuffer of, int most, RequestMemory memory) => of.Type switch
    {
        Datatype.Fp32 => Rank<float>(of, most, memory),
        Datatype.Fp64 => Rank<double>(of, most, memory),
        Datatype.Fp16 => Rank<Half>(of, most, memory),
        Datatype.Int64 => Rank<long>(of, most, memory),
        Datatype.Int32 => Rank<int>(of, most, memory),
        Datatype.Int16 => Rank<short>(of, most, memory),
        Datatype.Int8 => Rank<sbyte>(of, most, memory),
        Datatype.UInt64 => Rank<ulong>(of, most, memory),
        Datatype.UInt32 => Rank<uint>(of, most, memory),
        Datatype.UInt16 => Rank<ushort>(of, most, memory),
        Datatype.UInt8 => Rank<byte>(of, most, memory),
        _ => throw RequestFault.Malformed($"Output '{of.Name}' is {of.Type.Name()}, of which nothing is the greatest; leave out 'classification'."),
    };

    private static TensorBuffer Rank<T>(TensorBuffer of, int most, RequestMemory memory)
        where T : unmanaged, IComparable<T>, IFormattable
    {
        int width = of.Width, kept = Math.Min(most, width);
        TensorBuffer ranked = new(memory), places = new(memory);
        try
        {
            ranked.Begin(of.Name, Datatype.Bytes);
            places.Begin("", Datatype.Int32);
            var greatest = new Greatest<T>(places.Extend<int>(kept));
            ReadOnlySpan<T> values = of.Elements<T>();
            Span<byte> text = stackalloc byte[MostText];
            for (int row = 0; row < of.Rows; row++)
            {
                ReadOnlySpan<T> one = values.Slice(row * width, width);
                foreach (int at in greatest.Of(one))
                {
                    Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{one[at]}:{at}", out int size);
                    ranked.AddText(text[..size]);
                }
            }

            ranked.SetShape(of.Rows, kept);
            return ranked;
        }
        catch
        {
            ranked.Release();
            throw;
        }
        finally { places.Release(); }
    }
}
