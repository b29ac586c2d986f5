using Cairn.Contracts.Segments;

namespace Cairn.Serving.Logging;

/// <summary>One request id in use: its digest, and where its answer lies once it is durable.</summary>
internal sealed class Claim(ClaimTable table, string id, UInt128 digest) : ILogObserver
{
    private readonly TaskCompletionSource<SegmentPosition?> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UInt128 Digest => digest;

    /// <summary>Where the answer lies; null when the request failed or its record was lost, so that it may be tried again.</summary>
    public Task<SegmentPosition?> Settled => _settled.Task;

    public void Durable(SegmentPosition position) => _settled.TrySetResult(position);

    public void Lost(Exception fault) => GiveUp();

    public void GiveUp()
    {
        table.Forget(id, this);
        _settled.TrySetResult(null);
    }
}
