using Cairn.Rooms.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Cairn.Rooms.Tests;

/// <summary>Begins with the collections that take longest, so that none of them is left for the end, when nothing else runs beside it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        "slurm", "BrowserPagesTests", "ReleaseTests", "FeatureTests", "TriggerTests", "MutationTests", "ProbeTests", "TeethTests", "QuarantineTests", "BadInputTests",
        "ParityTests", "ContractChangeTests", "KubernetesConformance", "SecretTests", "ChangeTests", "RunTests", "ResumeTests", "SweepTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(c => Place(c)).ThenBy(c => c.UniqueID, StringComparer.Ordinal)];

    private static int Place(ITestCollection collection)
        => Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var place and >= 0 ? place : Long.Length;
}
