using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Monitoring;
using Cairn.Platform.Jobs;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Monitoring;

/// <summary>Simulated days: six questions each, at 0, 4, 8, … o'clock.</summary>
public sealed class AvailabilityTests
{
    private static readonly DateTimeOffset Noon = new(2001, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Each_day_tells_how_many_questions_were_answered(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine, askMinutes: 240);
        await at.World.AdvanceAsync(TimeSpan.FromDays(1));
        (await WindowsAsync(at)).ShouldBeEmpty("nothing is released yet");
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.World.AdvanceAsync(TimeSpan.FromDays(2));
        JsonObject whole = (await WindowsAsync(at))[^1].Data;
        ((double)whole["availability"]!).ShouldBe(1);
        long asked = (long)whole["probes"]!;

        Door(at).Down = true;
        await at.World.AdvanceAsync(TimeSpan.FromDays(1));
        Door(at).Down = false;
        await at.World.AdvanceAsync(TimeSpan.FromHours(25));
        JsonObject last = (await WindowsAsync(at))[^1].Data;
        ((long)last["probes"]!).ShouldBe(asked + 18);
        ((double)last["availability"]!).ShouldBe(1 - (6.0 / (asked + 18)), 1e-9);
        ((string?)last["env"]).ShouldBe("production");
        ((double)last["days"]!).ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public void A_question_that_was_never_asked_was_not_answered()
    {
        // From noon on, a question an hour; the server was away for the last six of twelve.
        Question[] asked = [.. Enumerable.Range(0, 6).Select(h => new Question { At = Noon.AddHours(h).ToUnixTimeMilliseconds(), Answered = true })];
        MeasuredSpan found = AvailabilityMeasure.Measure(new AvailabilityRecord(asked, [], []), Noon.Date(), Noon.AddHours(12), TimeSpan.FromHours(1));
        found.N.ShouldBe(6);
        found.Facts["availability"].ShouldBe(0.5);
        found.Facts["days"].ShouldBe(1.0);
    }

    [Fact]
    public void Every_rhythm_that_is_allowed_is_kept()
    {
        foreach (int minutes in Enumerable.Range(1, 1440).Where(m => 60 % m == 0 || (m % 60 == 0 && 1440 % m == 0)))
        {
            string cron = new AskRhythm(new MonitoringOptions { AskMinutes = minutes }, null!).Cron;
            DateTimeOffset first = Cron.Next(cron, "UTC", Noon)!.Value;
            (Cron.Next(cron, "UTC", first)!.Value - first).ShouldBe(TimeSpan.FromMinutes(minutes), cron);
        }
        Should.Throw<FormatException>(() => new AskRhythm(new MonitoringOptions { AskMinutes = 50 }, null!).Cron).Message.ShouldContain("'AskMinutes' is 50");
    }

    private static DeliveryWorld.TestDoor Door(DeliveryWorld at) => (DeliveryWorld.TestDoor)at.World.Get<IInferenceDoor>();

    private static async Task<IReadOnlyList<LedgerEvent>> WindowsAsync(DeliveryWorld at)
        => [.. (await at.World.EventsAsync("window.closed")).Where(e => (string?)e.Data["of"] == "availability")];
}

file static class Dates
{
    public static DateTimeOffset Date(this DateTimeOffset at) => new(at.UtcDateTime.Date, TimeSpan.Zero);
}
