namespace Cairn.Data.Ingest;

/// <summary>The values of a column of numbers, each once with the number of its rows, ascending. All that is told of them follows, and is the same however they were counted.</summary>
internal sealed class ValueCounts
{
    private readonly double[] _values;
    private readonly long[] _upTo;

    /// <param name="ascending">At least one; none is NaN.</param>
    public ValueCounts(IReadOnlyList<(double Value, long Count)> ascending)
    {
        _values = [.. ascending.Select(c => c.Value)];
        _upTo = new long[_values.Length];
        long sum = 0;
        for (int i = 0; i < _upTo.Length; i++) _upTo[i] = sum += ascending[i].Count;
        (long N, double Sum) finite = (0, 0);
        foreach ((double value, long count) in ascending.Where(c => double.IsFinite(c.Value))) finite = (finite.N + count, finite.Sum + (value * count));
        if (finite.N == 0) return;
        Mean = finite.Sum / finite.N;
        if (finite.N > 1) Deviation = Math.Sqrt(ascending.Where(c => double.IsFinite(c.Value)).Sum(c => c.Count * (c.Value - Mean.Value) * (c.Value - Mean.Value)) / (finite.N - 1));
    }

    public long Rows => _upTo[^1];

    public double Least => _values[0];

    public double Most => _values[^1];

    /// <summary>Of the finite values; null when there is none.</summary>
    public double? Mean { get; }

    /// <summary>Of a sample; null of less than two finite values.</summary>
    public double? Deviation { get; }

    /// <summary>The least value that at least this share of the rows does not exceed.</summary>
    public double Quantile(double share)
    {
        long rank = Math.Max(1, (long)decimal.Ceiling(Rows * (decimal)share));
        int at = Array.BinarySearch(_upTo, rank);
        return _values[at < 0 ? ~at : at];
    }

    /// <summary>Rows whose value is smaller.</summary>
    public long Below(double value)
    {
        int at = Array.BinarySearch(_values, value);
        int smaller = at < 0 ? ~at : at;
        return smaller == 0 ? 0 : _upTo[smaller - 1];
    }
}
