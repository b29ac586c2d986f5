using System.Globalization;

namespace Cairn.Bench;

/// <summary>Bytes that a server under measurement has allocated on the managed heap, as it says itself.</summary>
internal static class Allocation
{
    public const string Path = "/allocated";
    private static readonly HttpClient Http = new();

    /// <summary>Answers the route of a server.</summary>
    public static string SoFar() => GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture);

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
