using System.Threading.Channels;
using Cairn.Platform.Jobs;
using Cairn.Platform.Processes;

namespace Cairn.Rooms.Tests.Monitoring.Keeping;

/// <summary>Runs real processes and tells of each that was started.</summary>
internal sealed class WatchedRunner : IProcessRunner
{
    private readonly ProcessRunner _runner = new(new RealTime(TimeProvider.System));
    private readonly Channel<(ProcessSpec Spec, ProcessIdentity Identity)> _started = Channel.CreateUnbounded<(ProcessSpec, ProcessIdentity)>();

    public bool HasMore => _started.Reader.TryPeek(out _);

    public Task<ProcessResult> RunAsync(ProcessSpec spec, Action<ProcessIdentity>? started, CancellationToken cancellation) => _runner.RunAsync(spec, identity =>
    {
        started?.Invoke(identity);
        _started.Writer.TryWrite((spec, identity));
    }, cancellation);

    public Task<(ProcessSpec Spec, ProcessIdentity Identity)> NextAsync() =>
        _started.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
