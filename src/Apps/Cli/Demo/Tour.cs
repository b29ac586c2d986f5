using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Cli.Demo.Data;
using Cairn.Cli.Demo.Story;
using Cairn.Cli.Demo.Telling;

namespace Cairn.Cli.Demo;

/// <summary>Lives through the days: deliveries in the morning, flights in four parts, outcomes a day later, people at noon.</summary>
internal sealed class Tour
{
    public const string Project = "flight-delay", Endpoint = "delay";
    public static readonly DateTimeOffset Begin = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly FirstDay = DateOnly.FromDateTime(Begin.UtcDateTime);
    private const int Parts = 4, MinutesOfPart = 24 * 60 / Parts;

    private readonly TourParts _parts;
    private readonly Narrator _narrator;
    private readonly CancellationToken _cancel;
    private IReadOnlyList<Answer> _yesterday = [];

    private Tour(TourParts parts, Narrator narrator, CancellationToken cancel) => (_parts, _narrator, _cancel) = (parts, narrator, cancel);

    /// <returns>The summary.</returns>
    public static async Task<JsonObject> RunAsync(TourOptions options, Narrator narrator, CancellationToken cancel)
    {
        narrator.Begin(options);
        await using var parts = await TourParts.StartAsync(options, narrator, cancel);
        var goesOn = false;
        try
        {
            var tour = new Tour(parts, narrator, cancel);
            await tour.LiveAsync(options.Plan);
            var summary = await new Summary(parts, narrator).MakeAsync(options, cancel);
            goesOn = !options.Exit;
            return summary;
        }
        finally
        {
            // A tour that broke off leaves no server behind.
            if (!goesOn)
            {
                await parts.Server.StopAsync();
            }
        }
    }

    private async Task LiveAsync(TourPlan plan)
    {
        await _parts.Cast.RegisterAsync(_cancel);
        for (var day = 1; day <= plan.Days; day++)
        {
            await LiveAsync(day, FirstDay.AddDays(day - 1));
        }
        // The last day's files are gathered, and its windows close, in the night after it.
        var end = FirstDay.AddDays(plan.Days);
        _parts.Inbox.Deliver(end);
        await AdvanceAsync(Begin.AddDays(plan.Days).AddHours(6));
        _narrator.End(end, _parts.Tally);
    }

    private async Task LiveAsync(int number, DateOnly day)
    {
        _parts.Inbox.Deliver(day);
        var midnight = Begin.AddDays(number - 1);
        var today = new List<Answer>();
        for (var part = 0; part < Parts; part++)
        {
            await AdvanceAsync(midnight.AddMinutes(((part + 1) * MinutesOfPart) - 1));
            if (part == 0)
            {
                await TellOutcomesAsync(day.AddDays(-1));
            }
            today.AddRange(await FlyAsync(day, part));
            if (part == 1)
            {
                await _parts.Play.NoonAsync(number, _cancel);
            }
        }
        _yesterday = today;
        _narrator.Day(day, _parts.Tally);
    }

    private async Task AdvanceAsync(DateTimeOffset to)
    {
        await _parts.Clock.AdvanceAsync(to, _cancel);
        await _parts.WatchAsync(_cancel);
    }

    private async Task<IReadOnlyList<Answer>> FlyAsync(DateOnly day, int part)
    {
        if (!_parts.Tally.Serving)
        {
            return [];
        }
        var flights = _parts.Flights.Leaving(day, part * MinutesOfPart, (part + 1) * MinutesOfPart);
        var answers = await _parts.Traffic.AskAsync($"{Text(day)}-{part}", flights, _cancel);
        _parts.Tally.Answered(answers);
        return answers;
    }

    // What was asked about yesterday has landed by now.
    private async Task TellOutcomesAsync(DateOnly day)
    {
        var landed = _yesterday.Where(a => a.Scores.Count > 0).ToArray();
        if (landed.Length == 0)
        {
            return;
        }
        _parts.Tally.Told(await _parts.Traffic.TellAsync(Text(day), [.. landed.SelectMany(a => a.Flights)], _cancel));
        _parts.Tally.Landed(day, landed);
    }

    private static string Text(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
