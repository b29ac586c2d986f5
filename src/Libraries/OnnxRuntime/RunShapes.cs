namespace Cairn.OnnxRuntime;

/// <summary>Turns a port's declared shape and a number of rows into the shape of one run.</summary>
internal static class RunShapes
{
    public static void Fill(OnnxPort port, int rows, long[] shape)
    {
        for (int d = 0; d < shape.Length; d++)
        {
            long declared = port.Shape[d];
            if (d > 0 && declared < 0)
                throw new ArgumentException($"Input {port} has a later dimension of unknown size; give its shape with Shape().", nameof(port));
            if (d == 0 && declared >= 0 && declared != rows)
                throw new ArgumentException($"Input {port} takes exactly {declared} rows, not {rows}.", nameof(rows));
            shape[d] = d == 0 ? rows : declared;
        }
    }

    public static void CheckIndex(int index, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
    }

    public static long Length(ReadOnlySpan<long> shape)
    {
        long length = 1;
        foreach (long size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            length = checked(length * size);
        }

        return length <= int.MaxValue ? length : throw new ArgumentException("An input has more than 2^31 elements.", nameof(shape));
    }
}
