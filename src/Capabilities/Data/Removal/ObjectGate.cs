namespace Cairn.Data.Removal;

/// <summary>While an object is stored and put on record, none is taken away: the same content may be stored again just as its last version goes.</summary>
internal sealed class ObjectGate
{
    private const int All = 64;
    private readonly SemaphoreSlim _places = new(All), _one = new(1);

    public async Task<IDisposable> KeepAsync(CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        return new Release(() => _places.Release());
    }

    public async Task<IDisposable> TakeAwayAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        int taken = 0;
        try
        {
            for (; taken < All; taken++) await _places.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            if (taken > 0) _places.Release(taken);
            _one.Release();
            throw;
        }
        return new Release(() =>
        {
            _places.Release(All);
            _one.Release();
        });
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
