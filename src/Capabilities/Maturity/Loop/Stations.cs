using Cairn.Maturity.Facts;
using Cairn.Platform.Web;

namespace Cairn.Maturity.Loop;

/// <summary>The ten stations of the loop, from the ledger; a room may put its own word in place of one.</summary>
internal sealed class Stations(IEnumerable<IStationSource> sources)
{
    private readonly ILookup<string, IStationSource> _sources = sources.ToLookup(s => s.Key, StringComparer.Ordinal);

    /// <summary>In the order of the loop.</summary>
    public async Task<IReadOnlyList<Station>> OfAsync(LoopRecord loop, DateTimeOffset now, CancellationToken cancellation)
    {
        var stations = new List<Station>(10);
        foreach (Station told in Of(loop, now)) stations.Add(await SaidAsync(told, loop.Project, cancellation) ?? told);
        return stations;
    }

    public static IEnumerable<Station> Of(LoopRecord loop, DateTimeOffset now) =>
    [
        BuildStations.Source(loop, now), BuildStations.Dataset(loop, now), BuildStations.Run(loop, now), BuildStations.Version(loop, now), BuildStations.Gates(loop, now),
        RunStations.Release(loop, now), RunStations.Endpoint(loop), RunStations.Outcomes(loop, now), RunStations.Monitors(loop, now), RunStations.Trigger(loop, now),
    ];

    internal static string Age(SubjectLog log, DateTimeOffset now) => Format.Relative(log.Last.At, now);

    private async Task<Station?> SaidAsync(Station told, string project, CancellationToken cancellation)
    {
        foreach (IStationSource source in _sources[told.Id])
            if (await source.ReadAsync(project, cancellation) is { } said) return said;
        return null;
    }
}
