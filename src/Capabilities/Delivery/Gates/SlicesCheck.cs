using System.Globalization;
using Cairn.Contracts.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>No slice may fall far behind the champion on the same rows, however well the whole does.</summary>
internal sealed class SlicesCheck(DeliveryOptions options) : IGateCheck
{
    private static readonly string[] Primaries = ["auc", "accuracy", "r2"];

    public string Name => "slices";

    public IEnumerable<CheckResult> Run(GateContext context)
    {
        if (context.ChampionEvaluation is not { } champion) yield break;
        foreach (SliceMetrics slice in context.CandidateEvaluation.Slices.Where(s => s.N >= options.SliceRows))
        {
            SliceMetrics? other = champion.Slices.FirstOrDefault(s => s.Column == slice.Column && s.Value == slice.Value);
            string? metric = Primaries.FirstOrDefault(m => Finite(slice, m) && other is not null && Finite(other, m));
            if (metric is null) continue;
            double now = slice.Metrics[metric], before = other!.Metrics[metric];
            Verdict verdict = now >= before - options.SliceMargin ? Verdict.Pass : Verdict.Fail;
            // The slice is told by column alone: its value is data.
            yield return new CheckResult(Name, $"{metric} of a slice of {slice.Column} ({slice.N} rows)", verdict, Text(now), Text(before), verdict == Verdict.Fail ? $"more than {options.SliceMargin} below the champion" : null);
        }
    }

    private static bool Finite(SliceMetrics slice, string metric) => slice.Metrics.TryGetValue(metric, out double value) && double.IsFinite(value);

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
