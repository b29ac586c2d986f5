namespace Cairn.Contracts.Snapshots;

/// <summary>One thing wrong with a snapshot.</summary>
/// <param name="Path">Where, e.g. <c>$.endpoints[0].variants[1].weight_permille</c>.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record SnapshotFault(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
