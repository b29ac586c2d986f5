namespace Cairn.Endpoints;

/// <summary>Tests of two versions on live traffic. They are releases, so the room of releases has them.</summary>
public interface IAbTests
{
    /// <summary>The one that runs, else the last one; null when there was none.</summary>
    Task<AbView?> NewestAsync(EndpointView endpoint, CancellationToken cancellation = default);
}
