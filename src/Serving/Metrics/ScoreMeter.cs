using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Metrics;

/// <summary>The distribution of one output column in even bins between two ends, with sum and sum of squares.</summary>
internal sealed class ScoreMeter(ScoreRule rule)
{
    public const int Bins = 100;
    private readonly double _low = rule.Low;
    private readonly double _scale = Bins / (rule.High - rule.Low);
    private readonly double _high = rule.High;
    private readonly long[] _bins = new long[Bins];
    private readonly Lock _sums = new();
    private long _below;
    private long _above;
    private long _missing;
    private double _sum;
    private double _squares;

    public ScoreRule Rule => rule;

    /// <summary>Counts the scores of one answer; an output that is not there or holds text counts nothing.</summary>
    public void Add(TensorBuffer output)
    {
        int width = output.Width, column = rule.Column < 0 ? width + rule.Column : rule.Column;
        if ((uint)column >= (uint)width) return;
        if (output.Type == Datatype.Fp32) Add(output.Elements<float>(), width, column);
        else if (output.Type == Datatype.Fp16) Add(output.Elements<Half>(), width, column);
        else if (output.Type == Datatype.Fp64) Add(output.Elements<double>(), width, column);
        else if (output.Type == Datatype.Int64) Add(output.Elements<long>(), width, column);
    }

    public ScoreReading Read()
    {
        var bins = new long[Bins];
        for (int i = 0; i < Bins; i++) bins[i] = Volatile.Read(ref _bins[i]);
        lock (_sums)
        {
            return new(rule, bins, Interlocked.Read(ref _below), Interlocked.Read(ref _above), Interlocked.Read(ref _missing), _sum, _squares);
        }
    }

    private void Add<T>(ReadOnlySpan<T> values, int width, int column)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        double sum = 0, squares = 0;
        for (int i = column; i < values.Length; i += width)
        {
            double score = double.CreateTruncating(values[i]);
            Interlocked.Increment(ref Place(score));
            if (!double.IsFinite(score)) continue;
            sum += score;
            squares += score * score;
        }

        // Two additions under a lock of a few nanoseconds keep mean and variance exact.
        lock (_sums)
        {
            _sum += sum;
            _squares += squares;
        }
    }

    private ref long Place(double score)
    {
        if (double.IsNaN(score)) return ref _missing;
        if (score < _low) return ref _below;
        if (score > _high) return ref _above;
        return ref _bins[Math.Min((int)((score - _low) * _scale), Bins - 1)];
    }
}
