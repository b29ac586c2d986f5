namespace Cairn.Bench;

/// <summary>Measures in the order ours, control, ours, control …, so that a slow minute of the machine falls on both.</summary>
internal static class Runner
{
    /// <returns>The benchmark's row, and those beside it; none when it cannot be run here.</returns>
    public static async Task<IReadOnlyList<Result>> RunAsync(IBenchmark benchmark, TextWriter talk, CancellationToken cancel)
    {
        if (benchmark.Lacking is { } lacking)
        {
            await talk.WriteLineAsync($"{benchmark.Name}: skipped, {lacking}");
            return [];
        }

        try
        {
            await talk.WriteLineAsync($"{benchmark.Name}: {benchmark.What}");
            await benchmark.PrepareAsync(cancel);
            // The first of each warms caches and is thrown away.
            await benchmark.MeasureAsync(cancel);
            await benchmark.ControlAsync(cancel);
            double ours = 0, control = 0;
            Row[] rows = [new(benchmark.Name, benchmark.What, benchmark.Unit, benchmark.Goal, () => (ours, control)), .. benchmark.Sides];
            List<(double Ours, double Control)>[] pairs = [.. rows.Select(_ => new List<(double, double)>())];
            for (var i = 0; i < benchmark.Rounds * 2; i++)
            {
                (ours, control) = (await benchmark.MeasureAsync(cancel), await benchmark.ControlAsync(cancel));
                for (var row = 0; row < rows.Length; row++)
                {
                    pairs[row].Add(rows[row].Read());
                    await talk.WriteLineAsync($"  {pairs[row][^1].Ours:0.###} against {pairs[row][^1].Control:0.###} {rows[row].Unit}");
                }
            }
            return [.. rows.Zip(pairs, Sum)];
        }
        finally
        {
            await benchmark.FinishAsync();
        }
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static Result Sum(Row row, List<(double Ours, double Control)> pairs)
    {
        var ratios = pairs.Select(pair => pair.Ours / pair.Control).ToList();
        var ratio = Median(ratios);
        var ours = Median(pairs.Select(pair => pair.Ours));
        return new Result(
            row.Name, row.What, row.Unit, ours, Median(pairs.Select(pair => pair.Control)),
            ratio, ratios.Min(), ratios.Max(), row.Goal.ToString(), row.Goal.OwnWords, row.Goal.IsMet(ratio, ours));
    }
}
