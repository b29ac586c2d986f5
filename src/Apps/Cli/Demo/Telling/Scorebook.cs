using System.Globalization;
using Cairn.Cli.Demo.Data;
using Cairn.Statistics;

namespace Cairn.Cli.Demo.Telling;

/// <summary>What production said and what came true, by month and for the last day.</summary>
internal sealed class Scorebook
{
    private readonly SortedDictionary<string, (List<double> Scores, List<bool> Late)> _months = new(StringComparer.Ordinal);

    /// <summary>Of the last day told: share of late flights, and AUC.</summary>
    public (double Late, double Auc)? Last { get; private set; }

    public IEnumerable<KeyValuePair<string, double>> AucByMonth => _months.Select(m => KeyValuePair.Create(m.Key, RocAuc.Of(m.Value.Scores.ToArray(), m.Value.Late.ToArray())));

    public void Add(DateOnly day, IReadOnlyList<Answer> answers)
    {
        double[] scores = [.. answers.SelectMany(a => a.Scores)];
        bool[] late = [.. answers.SelectMany(a => a.Flights.Select(f => f.Late))];
        var key = day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (!_months.TryGetValue(key, out var month))
        {
            _months[key] = month = ([], []);
        }
        month.Scores.AddRange(scores);
        month.Late.AddRange(late);
        Last = (late.Count(l => l) / (double)late.Length, RocAuc.Of(scores, late));
    }
}
