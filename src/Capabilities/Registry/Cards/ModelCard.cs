using Cairn.Tracking;

namespace Cairn.Registry.Cards;

/// <summary>What one should know of a version: made from the records each time it is asked for, with what people wrote beside it.</summary>
public sealed record ModelCard
{
    public required ModelVersionView Version { get; init; }

    /// <summary>As the project file says; null when it does not.</summary>
    public string? Owner { get; init; }

    public string? Purpose { get; init; }

    /// <summary>What its run read.</summary>
    public required IReadOnlyList<RunInput> Data { get; init; }

    public required IReadOnlyDictionary<string, string> Params { get; init; }

    /// <summary>Of its newest evaluation, else those that it was registered with.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The newest evaluation here; null when it was never evaluated.</summary>
    public KeptEvaluation? Evaluation { get; init; }

    public required IReadOnlyList<VersionGate> Gates { get; init; }

    public required IReadOnlyList<VersionPlace> Places { get; init; }

    public required CardLineage Lineage { get; init; }

    /// <summary>The texts that hold for this version.</summary>
    public required IReadOnlyList<CardText> Written { get; init; }

    /// <summary>Parts that nobody wrote.</summary>
    public required IReadOnlyList<string> Unwritten { get; init; }
}

/// <summary>Where a version comes from.</summary>
/// <param name="Run">The pipeline run, or the client's.</param>
/// <param name="SameContent">Ids of other versions with the same digest.</param>
public sealed record CardLineage(string Origin, string? Run, string? TrackedRun, string? Pipeline, string? Commit, string? Recipe, IReadOnlyList<string> SameContent, string Event);
