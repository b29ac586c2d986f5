using System.Numerics;
using System.Runtime.InteropServices;

namespace Cairn.Serving.Tensors;

/// <summary>Looks for NaN and infinities many numbers at a time.</summary>
internal static class FiniteCheck
{
    /// <summary>Only a finite number times zero is zero.</summary>
    public static bool All<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int at = 0;
        if (Vector<T>.IsSupported)
        {
            ReadOnlySpan<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
            foreach (Vector<T> vector in vectors)
                if (!Vector.EqualsAll(vector * Vector<T>.Zero, Vector<T>.Zero)) return false;
            at = vectors.Length * Vector<T>.Count;
        }

        for (; at < values.Length; at++)
            if (!T.IsFinite(values[at])) return false;
        return true;
    }
}
