using System.Globalization;
using Cairn.Cli.Demo.Story;
using Cairn.Cli.Output;
using Cairn.Contracts.Ledger;

namespace Cairn.Cli.Demo.Telling;

/// <summary>Tells the tour on stderr: a line a day with its numbers, a line for each thing worth telling, and progress.</summary>
internal sealed class Narrator(Terminal terminal)
{
    private readonly long _begun = terminal.Clock.GetTimestamp();
    private readonly List<string> _today = [];
    private readonly EventWords _words = new(terminal.ErrorPaint);
    private int _days = 1, _day;

    public double Seconds => terminal.Clock.GetElapsedTime(_begun).TotalSeconds;

    public void Begin(TourOptions options)
    {
        _days = options.Plan.Days;
        Say($"A simulated world: {options.Plan.Name} of real flights from 2001 on, a simulated clock, simulated people. Everything else is real: {options.Places.Data}");
    }

    /// <summary>Notes an event that is worth a line.</summary>
    public void Hear(LedgerEvent e)
    {
        if (_words.Of(e) is { } words)
        {
            _today.Add(words);
        }
    }

    public void Act(Person person, string what) => _today.Add($"{terminal.ErrorPaint.Blue(person.Signature)} {what}");

    /// <summary>Ends a day.</summary>
    public void Day(DateOnly day, Tally tally)
    {
        _day++;
        var quality = tally.Scores.Last is { } last ? string.Create(CultureInfo.InvariantCulture, $"   the day before: {last.Late * 100:0} % late, AUC {last.Auc:0.000}") : "";
        Say(string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd ddd}  [{_day}/{_days}]  {tally.Predictions:N0} answered{quality}"));
        Flush();
    }

    public void End(DateOnly day, Tally tally)
    {
        if (_today.Count > 0)
        {
            Say($"{day:yyyy-MM-dd}");
        }
        Flush();
        Say(string.Create(CultureInfo.InvariantCulture, $"{tally.Models.Count} versions were made in {Seconds:0} seconds; the ledger is checked and the maturity assessed"));
    }

    private void Flush()
    {
        foreach (var line in _today)
        {
            Say("    " + line);
        }
        _today.Clear();
    }

    private void Say(string line) => terminal.Error.WriteLine($"{terminal.ErrorPaint.Dim("sim")} {line}");
}
