namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>Exchanges that are known not to be answered as MLflow answers them, and why.</summary>
internal static class Gaps
{
    private const string Datasets = "evaluation datasets for language models are not there";

    public static IReadOnlyDictionary<int, string> Known { get; } = new Dictionary<int, string>
    {
        [204] = Datasets,
        [205] = Datasets,
        [206] = Datasets,
        [207] = Datasets,
    };
}
