namespace Cairn.Contracts.Segments;

/// <summary>The fixed part of a prediction record, as the data plane hands it to the log.</summary>
public readonly record struct PredictionHead
{
    public required string RequestId { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>Empty when the request failed before a variant was chosen.</summary>
    public string Version { get; init; }

    public string Variant { get; init; }

    /// <summary>Domain time of the request.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>From the first byte read to the answer ready, real time.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>Kind of the error; empty with status 200. Never a value of the request.</summary>
    public string Error { get; init; }

    /// <summary>The trace it belongs to, written as <c>traceparent</c>; empty without one.</summary>
    public string Trace { get; init; }

    public int Rows { get; init; }

    /// <summary>The client chose the id: the answer is kept so that it can be given again.</summary>
    public bool Replayable { get; init; }

    /// <summary>Pinned by header or path: left out of verdicts on the variant.</summary>
    public bool Pinned { get; init; }
}
