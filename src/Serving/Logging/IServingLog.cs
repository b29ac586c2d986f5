namespace Cairn.Serving;

/// <summary>The door to the segment files.</summary>
public interface IServingLog
{
    /// <summary>Holds one folder per endpoint with <c>predictions-*.seg</c> and <c>outcomes-*.seg</c>; files that end in <c>.open</c> are being written.</summary>
    string Directory { get; }

    /// <summary>The key under which values are hashed that the log must not hold. A secret.</summary>
    ReadOnlyMemory<byte> HashKey { get; }

    /// <summary>Makes everything logged so far durable and closes the current segments of an endpoint (of all without one), so that they can be compacted.</summary>
    Task CloseSegmentsAsync(string? endpoint = null);

    /// <summary>Makes everything logged so far durable, so that it is found in the files; the segments stay open.</summary>
    Task FlushAsync();
}
