namespace Cairn.Endpoints;

/// <summary>The segment files of the data plane on this machine.</summary>
public interface ISegmentFolder
{
    /// <summary>Holds one folder per route.</summary>
    string Directory { get; }

    /// <summary>The key under which values are hashed that the log must not hold. A secret: copies alone get it.</summary>
    ReadOnlyMemory<byte> HashKey { get; }

    /// <summary>Makes everything logged so far durable and closes the current segments of a route.</summary>
    Task CloseAsync(string route, CancellationToken cancellation = default);

    /// <summary>Makes everything logged so far durable; the segments stay open.</summary>
    Task FlushAsync(CancellationToken cancellation = default);
}
