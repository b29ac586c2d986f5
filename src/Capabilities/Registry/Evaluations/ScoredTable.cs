using System.Diagnostics;
using Cairn.Compute;
using Cairn.DuckDb;
using Cairn.OnnxRuntime;

namespace Cairn.Registry.Evaluations;

/// <summary>The labelled rows with their scores. Rows without a label are left out.</summary>
/// <param name="Scores">Rows × <paramref name="Width"/>, row-major.</param>
/// <param name="Labels">As text, in DuckDB's spelling.</param>
/// <param name="Slices">Per slice column, the value of each row; null where it is missing.</param>
/// <param name="Latencies">Milliseconds of single rows, sorted; empty when not asked for.</param>
internal sealed record ScoredTable(double[] Scores, int Width, string[] Labels, string?[][] Slices, double[] Latencies)
{
    private const int BatchRows = 1024, WarmUp = 20, Timed = 200;

    public int Rows => Labels.Length;

    public static ScoredTable Read(DuckConnection duck, string source, ModelColumns columns, EvaluateParameters with, OnnxModel model)
    {
        string[] all = [.. columns.Select, $"cast({DuckSql.Identifier(with.Label)} as varchar)", .. with.Slices.Select(c => $"cast({DuckSql.Identifier(c)} as varchar)")];
        using var scorer = new ModelScorer(model, columns);
        using DuckResult result = duck.Stream($"select {string.Join(", ", all)} from {source} where {DuckSql.Identifier(with.Label)} is not null");
        var scores = new List<double>();
        var labels = new List<string>();
        List<string?>[] slices = [.. with.Slices.Select(_ => new List<string?>())];
        double[] latencies = [];
        foreach (DuckChunk chunk in result.Chunks())
        {
            for (int from = 0; from < chunk.Rows; from += BatchRows) scores.AddRange(scorer.Score(chunk, from, Math.Min(from + BatchRows, chunk.Rows)));
            for (int r = 0; r < chunk.Rows; r++)
            {
                labels.Add((string)chunk.Value(columns.Select.Count, r)!);
                for (int c = 0; c < slices.Length; c++) slices[c].Add((string?)chunk.Value(columns.Select.Count + 1 + c, r));
            }
            if (with.Latency && latencies.Length == 0) latencies = Time(scorer, chunk);
        }
        if (labels.Count == 0) throw new StepException($"No row of the table has a value in '{with.Label}'.");
        return new ScoredTable([.. scores], scores.Count / labels.Count, [.. labels], [.. slices.Select(s => s.ToArray())], latencies);
    }

    private static double[] Time(ModelScorer scorer, DuckChunk chunk)
    {
        double[] times = new double[Timed];
        for (int i = -WarmUp; i < Timed; i++)
        {
            int row = (i + WarmUp) % chunk.Rows;
            long start = Stopwatch.GetTimestamp();
            scorer.Score(chunk, row, row + 1);
            if (i >= 0) times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }
}
