namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>Exchanges that are known not to be answered as MLflow answers them, and why.</summary>
internal static class Gaps
{
    public static IReadOnlyDictionary<int, string> Known { get; } = new Dictionary<int, string>();
}
