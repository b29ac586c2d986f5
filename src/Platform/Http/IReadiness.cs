namespace Cairn.Platform.Http;

/// <summary>One thing that a server must have before it takes requests. All that are registered are asked by <c>/readyz</c>.</summary>
public interface IReadiness
{
    /// <summary>Null when it is there; else what is missing, in words for everybody.</summary>
    ValueTask<string?> MissingAsync(CancellationToken cancellation);
}
