using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Pipeline;

/// <summary>From the moment the host is told to stop readiness is denied, and for a while requests are answered as before, so that who spreads them sees it in time.</summary>
internal sealed class Draining(ServingClocks clocks, IOptions<ServingOptions> options) : IHostedLifecycleService
{
    private volatile bool _begun;

    public bool HasBegun => _begun;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_begun) return;
        _begun = true;
        await Task.Delay(TimeSpan.FromMilliseconds(options.Value.DrainMilliseconds), clocks.Real, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
