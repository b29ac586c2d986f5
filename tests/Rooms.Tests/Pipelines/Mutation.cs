namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>One change of the laboratory's project, and what must come of it.</summary>
/// <param name="Says">What the reason must name when the step is to run again; null when its result is to be taken from the cache.</param>
internal sealed record Mutation(string Name, Action<MutatedTree> Apply, string? Says = null)
{
    /// <summary>The step that is looked at.</summary>
    public string Step { get; init; } = "fit";

    /// <summary>Its name after the change.</summary>
    public string? StepAfter { get; init; }

    /// <summary>Given with the run.</summary>
    public object? Params { get; init; }

    public double? Sample { get; init; }

    /// <summary>What changes of the machine, beside the project.</summary>
    public Action<MutatedMachine> Machine { get; init; } = _ => { };

    /// <summary>It runs again though its result cannot differ: allowed twice.</summary>
    public bool FalseMiss { get; init; }
}
