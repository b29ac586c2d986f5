using Cairn.Compute;

namespace Cairn.Data;

/// <summary>The built-in steps of this room.</summary>
public static class DataSteps
{
    public static IReadOnlyList<IBuiltInStep> All { get; } = [new Ingest.IngestStep()];
}
