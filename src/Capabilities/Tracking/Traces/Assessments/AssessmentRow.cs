namespace Cairn.Tracking.Traces.Assessments;

/// <summary>What somebody, or some program, thinks of a trace: feedback, an expectation, an issue.</summary>
internal sealed record AssessmentRow
{
    public string Id { get; init; } = "";
    public long Trace { get; init; }

    /// <summary><c>feedback</c>, <c>expectation</c> or <c>issue</c>.</summary>
    public string Kind { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>For searches: a text as it is, anything else as JSON.</summary>
    public string? Value { get; init; }

    /// <summary>False when another one overrides it.</summary>
    public bool Valid { get; init; } = true;
    public long CreatedAt { get; init; }

    /// <summary>The message, as JSON.</summary>
    public string Body { get; init; } = "{}";
}
