namespace Cairn.Bench;

/// <summary>Measures in the order ours, control, ours, control …, so that a slow minute of the machine falls on both.</summary>
internal static class Runner
{
    public static async Task<Result> RunAsync(IBenchmark benchmark, TextWriter talk, CancellationToken cancel)
    {
        try
        {
            await talk.WriteLineAsync($"{benchmark.Name}: {benchmark.What}");
            await benchmark.PrepareAsync(cancel);
            // The first of each warms caches and is thrown away.
            await benchmark.MeasureAsync(cancel);
            await benchmark.ControlAsync(cancel);
            var pairs = new List<(double Ours, double Control)>();
            for (var i = 0; i < benchmark.Rounds * 2; i++)
            {
                pairs.Add((await benchmark.MeasureAsync(cancel), await benchmark.ControlAsync(cancel)));
                await talk.WriteLineAsync($"  {pairs[^1].Ours:0.###} against {pairs[^1].Control:0.###} {benchmark.Unit}");
            }
            return Sum(benchmark, pairs);
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

    private static Result Sum(IBenchmark benchmark, List<(double Ours, double Control)> pairs)
    {
        var ratios = pairs.Select(pair => pair.Ours / pair.Control).ToList();
        var ratio = Median(ratios);
        var ours = Median(pairs.Select(pair => pair.Ours));
        return new Result(
            benchmark.Name, benchmark.What, benchmark.Unit, ours, Median(pairs.Select(pair => pair.Control)),
            ratio, ratios.Min(), ratios.Max(), benchmark.Goal.ToString(), benchmark.Goal.IsMet(ratio, ours));
    }
}
