namespace Cairn.Client;

/// <summary>The server refused, and said why (RFC 9457 problem details).</summary>
public sealed class CairnApiException : Exception
{
    public CairnApiException(CairnProblem problem)
        : base(problem.Detail is { Length: > 0 } detail ? detail : problem.Title) => Problem = problem;

    public CairnProblem Problem { get; }

    /// <summary>HTTP status, 400 to 599.</summary>
    public int Status => Problem.Status;

    /// <summary>How long the server asks to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>MLflow's word for it, e.g. <c>RESOURCE_ALREADY_EXISTS</c>; null from calls of another dialect.</summary>
    public string? ErrorCode => Problem.Json["error_code"]?.ToString();
}
