using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>
/// Moves a simulated world on: from one due time to the next, each time until everything that follows from it has been done.
/// Months pass without sleeping, in the order of events.
/// </summary>
public sealed class Simulation
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly SimulationParts _parts;

    internal Simulation(SimulationParts parts) => _parts = parts;

    /// <summary>Advances domain time to <paramref name="to"/>; returns when nothing is left to do at that time.</summary>
    /// <exception cref="InvalidOperationException">The world is real.</exception>
    public async Task AdvanceAsync(DateTimeOffset to, CancellationToken cancellation)
    {
        if (!_parts.World.Simulated) throw new InvalidOperationException("Only a simulated clock can be moved.");
        await _one.WaitAsync(cancellation);
        try
        {
            await QuietAsync(cancellation);
            while (await _parts.Database.ReadAsync(_parts.Timers.NextDue, cancellation) is { } due && due <= to.ToUnixTimeMilliseconds())
            {
                await _parts.World.MoveToAsync(DateTimeOffset.FromUnixTimeMilliseconds(due), cancellation);
                await _parts.Database.WriteAsync(s => _parts.Timers.Fire(s, _parts.World.Now, _parts.Jobs), cancellation: cancellation);
                await QuietAsync(cancellation);
            }
            await _parts.World.MoveToAsync(to, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Waits until no job is open, every event is sealed, and every subscriber has seen them.</summary>
    public async Task QuietAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task settled = _parts.JobSignal.Settled;
            if (await _parts.Database.ReadAsync(_parts.JobStore.Open, cancellation) > 0)
            {
                await settled.WaitAsync(cancellation);
                continue;
            }
            await _parts.Sealer.SealAsync(cancellation);
            bool delivered = await _parts.Dispatcher.DrainAsync(cancellation);
            if (delivered && await _parts.Database.ReadAsync(IsQuiet, cancellation)) return;
        }
    }

    // What was sealed after the draining may not have been delivered, and then its jobs are not there yet.
    private bool IsQuiet(SqlSession s) => !_parts.LedgerStore.HasUnsealed(s) && _parts.JobStore.Open(s) == 0 && _parts.Dispatcher.IsDelivered(s);
}
