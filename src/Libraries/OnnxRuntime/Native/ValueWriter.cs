using System.Runtime.InteropServices;
using System.Text;
using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>Makes native values of managed tensors; the slow, general way.</summary>
internal static unsafe class ValueWriter
{
    public static nint Write(OnnxTensor tensor, out GCHandle pin)
    {
        pin = default;
        if (tensor.Data is string[] strings)
            return WriteStrings(strings, tensor.Shape);
        (OnnxElement element, int size) = ElementOf(tensor.Data);
        pin = GCHandle.Alloc(tensor.Data, GCHandleType.Pinned);
        nint value;
        fixed (long* shape = tensor.Shape)
        {
            Check(CreateTensorWithData(OrtProcess.CpuMemory, (void*)pin.AddrOfPinnedObject(), (nuint)(tensor.Data.Length * size),
                shape, (nuint)tensor.Shape.Length, element, &value));
        }

        return value;
    }

    /// <summary>Puts one text, at most 170 characters without allocation, into a string tensor.</summary>
    public static void Put(nint value, int index, ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length) + 1;
        Span<byte> utf8 = most <= 516 ? stackalloc byte[516] : new byte[most];
        int length = Encoding.UTF8.GetBytes(text, utf8);
        PutTerminated(value, index, utf8, length);
    }

    public static void Put(nint value, int index, ReadOnlySpan<byte> text)
    {
        Span<byte> utf8 = text.Length < 512 ? stackalloc byte[512] : new byte[text.Length + 1];
        text.CopyTo(utf8);
        PutTerminated(value, index, utf8, text.Length);
    }

    private static void PutTerminated(nint value, int index, Span<byte> buffer, int length)
    {
        // The library takes C strings; a zero inside would cut the text short without a word.
        if (buffer[..length].Contains((byte)0))
            throw new ArgumentException($"Text number {index} holds a zero character, which a model cannot take.", nameof(buffer));
        buffer[length] = 0;
        fixed (byte* p = buffer)
            Check(FillStringTensorElement(value, p, (nuint)index));
    }

    private static nint WriteStrings(string[] strings, long[] shape)
    {
        nint value;
        fixed (long* s = shape)
            Check(CreateTensor(OrtProcess.Allocator, s, (nuint)shape.Length, OnnxElement.String, &value));
        try
        {
            for (int i = 0; i < strings.Length; i++)
                Put(value, i, strings[i]);
        }
        catch
        {
            ReleaseValue(value);
            throw;
        }

        return value;
    }

    private static (OnnxElement Element, int Size) ElementOf(Array data) => data switch
    {
        float[] => (OnnxElement.Float, sizeof(float)),
        double[] => (OnnxElement.Double, sizeof(double)),
        long[] => (OnnxElement.Int64, sizeof(long)),
        int[] => (OnnxElement.Int32, sizeof(int)),
        bool[] => (OnnxElement.Bool, sizeof(bool)),
        byte[] => (OnnxElement.UInt8, sizeof(byte)),
        _ => throw new ArgumentException($"An input of {data.GetType().Name} is not supported; give float, double, long, int, bool, byte or string.", nameof(data)),
    };
}
