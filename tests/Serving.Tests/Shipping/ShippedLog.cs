using Cairn.Contracts.Segments;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Shipping;

/// <summary>Reads what copies shipped.</summary>
internal static class ShippedLog
{
    /// <summary>Request ids of every prediction that came, as often as they came.</summary>
    public static List<string> Predictions(StandInControlPlane plane, string endpoint) => Read(plane, endpoint, SegmentKind.Predictions, path => SegmentReader.ReadPredictions(path).Select(r => r.RequestId));

    /// <summary>Keys of every outcome that came.</summary>
    public static List<string> Outcomes(StandInControlPlane plane, string endpoint) => Read(plane, endpoint, SegmentKind.Outcomes, path => SegmentReader.ReadOutcomes(path).Select(o => o.Key!));

    private static List<string> Read(StandInControlPlane plane, string endpoint, SegmentKind kind, Func<string, IEnumerable<string>> read)
    {
        var all = new List<string>();
        string file = Path.GetTempFileName();
        foreach ((string name, byte[] segment) in plane.Segments)
        {
            string[] parts = name.Split('/');
            if (parts[1] != endpoint || SegmentName.Parse(parts[2])!.Kind != kind) continue;
            File.WriteAllBytes(file, segment);
            all.AddRange(read(file));
        }

        File.Delete(file);
        return all;
    }
}
