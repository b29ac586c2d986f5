using Cairn.XgBoost.Native;
using static Cairn.XgBoost.Native.XgBoostApi;

namespace Cairn.XgBoost;

/// <summary>Rows with labels and weights, copied into the library. NaN is a missing value.</summary>
public sealed unsafe class DMatrix : IDisposable
{
    /// <param name="rowMajor">Rows × columns values.</param>
    /// <param name="columns">The number of columns, at least 1; divides the length.</param>
    /// <param name="labels">One per row, or none.</param>
    /// <param name="names">One per column, or null.</param>
    /// <param name="weights">One per row, or none.</param>
    public DMatrix(
        ReadOnlySpan<float> rowMajor, int columns, ReadOnlySpan<float> labels = default, IReadOnlyList<string>? names = null,
        ReadOnlySpan<float> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (rowMajor.Length % columns != 0)
            throw new ArgumentException($"{rowMajor.Length} values do not fill rows of {columns} columns.", nameof(rowMajor));
        Rows = rowMajor.Length / columns;
        Columns = columns;
        nint handle;
        fixed (float* data = rowMajor)
            Check(XGDMatrixCreateFromMat(data, (ulong)Rows, (ulong)columns, float.NaN, &handle));
        Handle = new MatrixHandle(handle);
        try
        {
            Set("label", labels);
            Set("weight", weights);
            Names = names;
            if (names is not null)
                Check(XGDMatrixSetStrFeatureInfo(Handle, "feature_name", [.. names], (ulong)names.Count));
        }
        catch
        {
            Handle.Dispose();
            throw;
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public IReadOnlyList<string>? Names { get; }

    internal MatrixHandle Handle { get; }

    public void Dispose() => Handle.Dispose();

    private void Set(string field, ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return;
        if (values.Length != Rows)
            throw new ArgumentException($"{values.Length} values of {field} were given for {Rows} rows.", nameof(values));
        fixed (float* v = values)
            Check(XGDMatrixSetFloatInfo(Handle, field, v, (ulong)values.Length));
    }
}
