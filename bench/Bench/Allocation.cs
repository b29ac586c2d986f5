using System.Globalization;

namespace Cairn.Bench;

/// <summary>What a server under measurement has allocated on the managed heap, and what it holds, as it says itself.</summary>
internal static class Allocation
{
    public const string Path = "/allocated", Settling = "/settled";
    private static readonly HttpClient Http = new();

    /// <summary>Answers the route of a server.</summary>
    public static string SoFar() => GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers the other one: nothing is kept that nobody holds, so that what is left can be compared.</summary>
    public static string Settle()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return "settled";
    }

    /// <returns>Memory (PSS) of a server that has given up what it does not hold, in MB.</returns>
    public static async Task<double> SettledAsync(Child server, CancellationToken cancel)
    {
        await Http.GetStringAsync(new Uri($"http://localhost:{server.Port}{Settling}"), cancel);
        return server.Megabytes;
    }

    /// <returns>Bytes for each answer.</returns>
    /// <param name="ask">Asks for a while; says how many answers came.</param>
    public static async Task<double> OfAsync(Child server, Func<Task<long>> ask, CancellationToken cancel)
    {
        long before = await AskAsync(server, cancel);
        long answers = await ask();
        return (double)(await AskAsync(server, cancel) - before) / answers;
    }

    private static async Task<long> AskAsync(Child server, CancellationToken cancel) =>
        long.Parse(await Http.GetStringAsync(new Uri($"http://localhost:{server.Port}{Path}"), cancel), CultureInfo.InvariantCulture);
}
