using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>One execution of a project's pipeline up to a step. Times are unix milliseconds of domain time.</summary>
public sealed record PipelineRun
{
    public string Id { get; init; } = "";
    public string Project { get; init; } = "";
    public long Number { get; init; }
    public string CommitId { get; init; } = "";

    /// <summary>The step to reach.</summary>
    public string Target { get; init; } = "";

    /// <summary><c>production</c>, <c>experiment</c>, <c>reproduction</c> or <c>probe</c>; the last two repeat a run and register nothing.</summary>
    public string Purpose { get; init; } = "";

    public string Environment { get; init; } = "";

    /// <summary>Part of the data used, above 0 to 1.</summary>
    public double Sample { get; init; } = 1;

    public string TriggerKind { get; init; } = "";
    public string? TriggerName { get; init; }
    public string? Firing { get; init; }

    /// <summary>Id of the event that caused it.</summary>
    public string? Cause { get; init; }

    /// <summary>JSON of the actor.</summary>
    public string Actor { get; init; } = "";

    /// <summary>JSON object of parameters that replace the file's, by <c>step.name</c>.</summary>
    public string Params { get; init; } = "{}";

    public bool NoCache { get; init; }

    /// <summary>Whoever asked for it had changes that are not in the commit.</summary>
    public bool Dirty { get; init; }

    /// <summary>Steps may run where what is installed differs from their lock.</summary>
    public bool AllowDrift { get; init; }

    /// <summary>Of all its steps; null for what they say themselves.</summary>
    public Priority? Priority { get; init; }

    public string State { get; init; } = "";

    /// <summary>Somebody asked it to end.</summary>
    public bool CancelAsked { get; init; }

    /// <summary>JSON: source -> dataset version ids, pinned when the run starts.</summary>
    public string? Inputs { get; init; }

    /// <summary>JSON: step -> digest of the registered model that it uses, pinned when the run starts.</summary>
    public string? Models { get; init; }

    /// <summary>Id of the run that this one makes again.</summary>
    public string? Repeats { get; init; }

    /// <summary>Label whose values are dealt out anew in what the model is trained on.</summary>
    public string? Shuffled { get; init; }

    /// <summary>Id of the pipeline version.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Id of the environment version.</summary>
    public string? Env { get; init; }

    public string? StartedEvent { get; init; }

    /// <summary>Id of the model version it registered.</summary>
    public string? Version { get; init; }

    public string? Failure { get; init; }
    public long CreatedAt { get; init; }
    public long? FinishedAt { get; init; }
}
