namespace Cairn.Serving.Models;

/// <summary>A model that cannot serve its endpoint; said while loading, never by a request.</summary>
/// <param name="cause">What the system had against a file; null where the fault is the model's own.</param>
internal sealed class ModelFault(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>A file could not be read: it may be there, or be let go, in a while.</summary>
    public bool MayPass => InnerException is IOException or UnauthorizedAccessException;
}
