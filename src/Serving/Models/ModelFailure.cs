namespace Cairn.Serving.Models;

/// <summary>A model did not answer, or not as it says it does.</summary>
/// <param name="message">All that is known; for who loads it.</param>
/// <param name="where">For the server's log: without values of the request.</param>
/// <param name="status">What the caller gets: 400, 500, 503 or 504.</param>
internal sealed class ModelFailure(string message, string where, int status = 500) : Exception(message)
{
    public ModelFailure(string message, int status = 500)
        : this(message, message, status)
    {
    }

    public string Where => where;

    public int Status => status;

    /// <summary>When it is worth to come again; null when nothing is known.</summary>
    public TimeSpan? Again { get; init; }
}
