namespace Cairn.Serving.Pipeline;

internal static class ServingHeaders
{
    public const string RequestId = "X-Request-Id";

    /// <summary>The ids to which outcomes are told: <c>REQUEST.0</c>, or <c>REQUEST.0-9</c> where the answer has ten rows. Not there where nothing is kept in the log.</summary>
    public const string PredictionIds = "X-Cairn-Prediction-Ids";

    public const string Version = "X-Cairn-Version";
    public const string Variant = "X-Cairn-Variant";
    public const string Pin = "X-Cairn-Pin";

    /// <summary>Marks a prober's prediction, which is not counted and not logged; whatever its value. Only who holds a prober's token may send it.</summary>
    public const string Probe = "X-Cairn-Probe";

    /// <summary>Length of the JSON before binary tensors, of requests and answers.</summary>
    public const string JsonLength = "Inference-Header-Content-Length";

    /// <summary>The trace that the answer belongs to, for callers that sent <c>traceparent</c> (W3C Trace Context, level 2).</summary>
    public const string Trace = "traceresponse";

    /// <summary>Says that the answer was given before and comes from the log.</summary>
    public const string Replayed = "X-Cairn-Replayed";
}
