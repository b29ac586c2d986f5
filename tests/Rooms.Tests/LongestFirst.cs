using Cairn.Rooms.Tests;
using Cairn.Rooms.Tests.Code;
using Cairn.Rooms.Tests.Compute;
using Cairn.Rooms.Tests.Data;
using Cairn.Rooms.Tests.Delivery;
using Cairn.Rooms.Tests.Monitoring;
using Cairn.Rooms.Tests.Pages;
using Cairn.Rooms.Tests.Pipelines;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Cairn.Rooms.Tests;

/// <summary>Begins with the collections that take longest, so that none of them is left for the end, when nothing else runs beside it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        "slurm", nameof(BrowserPagesTests), nameof(ReleaseTests), nameof(FeatureTests), nameof(TriggerTests), nameof(MutationTests), nameof(ProbeTests),
        nameof(TeethTests), nameof(QuarantineTests), nameof(BadInputTests), nameof(ParityTests), nameof(ContractChangeTests), nameof(KubernetesConformance),
        nameof(SecretTests), nameof(ChangeTests), nameof(RunTests), nameof(ResumeTests), nameof(SweepTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(c => Place(c)).ThenBy(c => c.UniqueID, StringComparer.Ordinal)];

    private static int Place(ITestCollection collection)
        => Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var place and >= 0 ? place : Long.Length;
}
