using System.Collections.Concurrent;

namespace Cairn.Projects;

/// <summary>One at a time per key.</summary>
internal sealed class KeyedLock
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new(StringComparer.Ordinal);

    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellation)
    {
        SemaphoreSlim one = _locks.GetOrAdd(key, _ => new SemaphoreSlim(1));
        await one.WaitAsync(cancellation);
        return new Held(one);
    }

    private sealed class Held(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
