namespace Cairn.Pipelines.Runs;

/// <summary>One step of a run, as it stands.</summary>
public sealed record PipelineStep
{
    public const string Promoted = "promoted", Stopped = "stopped";

    public string RunId { get; init; } = "";
    public string Step { get; init; } = "";
    public int Place { get; init; }
    public string State { get; init; } = "";
    public int Attempt { get; init; }

    /// <summary>Attempts that failed by themselves; the others were lost.</summary>
    public int Failures { get; init; }

    /// <summary>The step that this is a part of: an item of a mapped one, or a trial of a sweep. Null for a step itself.</summary>
    public string? Parent { get; init; }

    /// <summary>JSON: parameters of a trial; of a sweep those of its best trial.</summary>
    public string? Changes { get; init; }

    /// <summary>The goal's metric, of a trial or of a sweep's best.</summary>
    public double? Score { get; init; }

    /// <summary>Where trials are stopped early: how often this one was promoted, from 0.</summary>
    public int? Rung { get; init; }

    /// <summary>What became of a trial at its rung: <see cref="Promoted"/>, or <see cref="Stopped"/> when the sweep was over; null at the top and without rungs.</summary>
    public string? Verdict { get; init; }

    /// <summary>Key of the compute task of the last attempt.</summary>
    public string? Task { get; init; }

    /// <summary>Digest of all that the result depends on.</summary>
    public string? Identity { get; init; }

    /// <summary>JSON of what <see cref="Identity"/> was made of.</summary>
    public string? Parts { get; init; }

    /// <summary>Why it ran or was taken from the cache, in a sentence.</summary>
    public string? Why { get; init; }

    /// <summary>JSON: port -> digest.</summary>
    public string? Outputs { get; init; }

    /// <summary>Digest of the JSON that tells what it ran in: the machine, and the interpreters it names with their packages.</summary>
    public string? Environment { get; init; }

    /// <summary>The container image among it, with its digest as far as that is known; null without one.</summary>
    public string? Image { get; init; }

    /// <summary>How it differs from the step's lock file; null when it does not.</summary>
    public string? Drift { get; init; }

    public double CpuS { get; init; }

    /// <summary>Of its CPU time, at the price of where it ran; null where nothing is charged.</summary>
    public double? Cost { get; init; }

    /// <summary>Of all of them; null when nothing was charged for any.</summary>
    public static double? CostOf(IReadOnlyList<PipelineStep> steps) => steps.Any(s => s.Cost is not null) ? steps.Sum(s => s.Cost) : null;

    /// <summary>Bytes.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Real milliseconds.</summary>
    public long DurationMs { get; init; }

    public string? Failure { get; init; }
    public long? StartedAt { get; init; }
    public long? FinishedAt { get; init; }
}
