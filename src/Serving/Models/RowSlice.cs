namespace Cairn.Serving.Models;

/// <summary>The rows of one request among those of a run that several share.</summary>
/// <param name="First">Its first row.</param>
/// <param name="Rows">How many are its own.</param>
/// <param name="Total">Rows of the whole run.</param>
internal readonly record struct RowSlice(int First, int Rows, int Total)
{
    public bool IsWhole => Rows == Total;

    /// <summary>A run of one request alone.</summary>
    public static RowSlice Whole(int rows) => new(0, rows, rows);
}
