namespace Cairn.OnnxRuntime;

/// <summary>A tensor in managed memory, row-major.</summary>
/// <param name="Data">A float, double, long, int, bool, byte or string array.</param>
/// <param name="Shape">One size per dimension; their product is the length of <paramref name="Data"/>.</param>
public sealed record OnnxTensor(Array Data, params long[] Shape)
{
    public float[] Floats => (float[])Data;

    public long[] Longs => (long[])Data;

    public string[] Texts => (string[])Data;
}
