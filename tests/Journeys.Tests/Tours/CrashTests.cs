using System.Diagnostics;

namespace Cairn.Journeys.Tests.Tours;

/// <summary>The server is killed with -9 again and again while the tour goes on.</summary>
public sealed class CrashTests(UndisturbedTour undisturbed)
{
    private static readonly bool Soak = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static TheoryData<int> Seeds => [.. Soak ? Enumerable.Range(1, 2) : [1]];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_lost_nothing_is_done_twice_and_the_models_are_the_same(int seed)
    {
        using var tour = TourProcess.Start();
        var killed = await KillAsync(tour, new Random(seed), 20);
        var summary = await tour.SummaryAsync();
        killed.ShouldBe(20);
        ((int)summary["server_starts"]!).ShouldBe(killed + 1);
        ((long)summary["failed_requests"]!).ShouldBe(0);
        ((bool)summary["ledger_verified"]!).ShouldBeTrue();
        Aftermath.Digests(summary).ShouldBe(Aftermath.Digests(await undisturbed.SummaryAsync()));
        Aftermath.NothingAcknowledgedIsLost(tour);
        Aftermath.NothingIsPublishedTwice(await tour.EventsAsync());
    }

    /// <returns>How often the server was killed.</returns>
    private static async Task<int> KillAsync(TourProcess tour, Random random, int times)
    {
        var killed = 0;
        int? last = null;
        while (killed < times && !await EndsBeforeAsync(tour, TimeSpan.FromMilliseconds(random.Next(300, 5000)), Due(killed, times)))
        {
            // A server that has not come up yet since the last time is spared: it must get somewhere.
            if (tour.ServerId is not { } server || server == last || !await IsUpAsync(tour))
            {
                continue;
            }
            TourProcess.Kill(server);
            last = server;
            killed++;
        }
        return killed;
    }

    /// <summary>The day of the tour by which it has come to the next kill; a quarter of the days is left at the last.</summary>
    private static double Due(int killed, int times) => TourProcess.Days * 0.75 * (killed + 1) / times;

    /// <summary>Waits for the end of the tour, at most this long and at most up to this day: a quick tour is killed as often as a slow one.</summary>
    private static async Task<bool> EndsBeforeAsync(TourProcess tour, TimeSpan time, double day)
    {
        var since = Stopwatch.GetTimestamp();
        do
        {
            if (await tour.EndsWithinAsync(Look))
            {
                return true;
            }
        }
        while (Stopwatch.GetElapsedTime(since) < time && tour.Lived < day);
        return false;
    }

    private static async Task<bool> IsUpAsync(TourProcess tour)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{tour.Port}/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
