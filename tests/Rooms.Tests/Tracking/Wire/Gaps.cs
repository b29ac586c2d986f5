namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>Exchanges that are known not to be answered as MLflow answers them, and why.</summary>
internal static class Gaps
{
    private const string Traces = "traces are not there yet", Datasets = "evaluation datasets for language models are not there";

    public static IReadOnlyDictionary<int, string> Known { get; } = new Dictionary<int, string>
    {
        [172] = Traces, [173] = Traces, [176] = Traces, [177] = Traces, [179] = Traces, [180] = Traces, [181] = Traces, [182] = Traces, [183] = Traces, [184] = Traces, [185] = Traces,
        [186] = Traces, [187] = Traces, [308] = Traces, [310] = Traces, [313] = Traces,
        [204] = Datasets, [205] = Datasets, [206] = Datasets, [207] = Datasets,
    };
}
