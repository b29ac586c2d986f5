using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;

namespace Cairn.Maturity.Records;

/// <summary>The sealed events of one filter, read once and then followed: each look reads only what was sealed since.</summary>
internal sealed class EventTail(ILedger ledger, EventFilter filter)
{
    private const int Batch = 2000;
    private readonly SemaphoreSlim _one = new(1);
    private readonly List<LedgerEvent> _events = [];
    private LedgerEvent[] _snapshot = [];
    private long _position;

    /// <summary>All events so far, in the order of the ledger. The array is never written again.</summary>
    public async Task<LedgerEvent[]> ReadAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            while (await ledger.ReadAsync(_position, Batch, filter, cancellation) is { Count: > 0 } read)
            {
                _events.AddRange(read.Select(e => e.Event));
                _position = read[^1].Position;
                if (read.Count < Batch) break;
            }
            if (_snapshot.Length != _events.Count) _snapshot = [.. _events];
            return _snapshot;
        }
        finally
        {
            _one.Release();
        }
    }
}
