using System.Threading.Channels;

namespace Cairn.Rooms.Tests.Monitoring.Keeping;

/// <summary>A clock whose waits last until the test lets them pass.</summary>
internal sealed class HeldTime : TimeProvider
{
    private readonly Channel<Wait> _waits = Channel.CreateUnbounded<Wait>();
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    /// <summary>Lets the next wait pass, once it has begun; answers how long it was to be.</summary>
    public async Task<TimeSpan> PassAsync()
    {
        Wait wait = await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Advance(wait.Due);
        wait.End();
        return wait.Due;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _waits.Writer.TryWrite(new Wait(dueTime, () => callback(state)));
        return new Timer();
    }

    private sealed record Wait(TimeSpan Due, Action End);

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
