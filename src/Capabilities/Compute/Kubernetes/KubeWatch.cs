using System.Text.Json.Nodes;
using Cairn.Compute.Scheduled;
using Cairn.Platform.Jobs;

namespace Cairn.Compute.Kubernetes;

/// <summary>
/// An alarm clock: it rings when a pod of ours may have changed. What is true is told by a listing alone, so that a watch that expired
/// (410), broke off or never came costs nothing but time.
/// </summary>
internal sealed class KubeWatch(Func<KubeClient> client, string path, RealTime real) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _rung = New();
    private string? _version;
    private int _runs;

    /// <summary>Completes when it rings after this call.</summary>
    public Task Rung => Volatile.Read(ref _rung).Task;

    /// <summary>Times that a watch ended because the cluster had forgotten so old a version.</summary>
    public int Expired { get; private set; }

    /// <summary>A listing was made as of this version: watch from there.</summary>
    public void Listed(string? version)
    {
        Volatile.Write(ref _version, version);
        if (Interlocked.Exchange(ref _runs, 1) == 0) _ = Task.Run(WatchAsync);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            // The next listing starts it again.
            while (!_stop.IsCancellationRequested && Interlocked.Exchange(ref _version, null) is { } version)
                if (!await WatchAsync(version)) await Task.Delay(Pause, real.Provider, _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The server ends.
        }
        finally
        {
            Volatile.Write(ref _runs, 0);
            Ring();
        }
    }

    // Until it ends. False when there was none.
    private async Task<bool> WatchAsync(string version)
    {
        try
        {
            await foreach (JsonObject happening in client().WatchAsync($"{path}&watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion={Uri.EscapeDataString(version)}", _stop.Token))
            {
                switch ((string?)happening["type"])
                {
                    case "BOOKMARK": break;
                    case "ERROR":
                        if ((int?)happening["object"]?["code"] == 410) Expired++;
                        return false;
                    default: Ring(); break;
                }
            }
            return true;
        }
        catch (SchedulerAwayException)
        {
            return false;
        }
    }

    private void Ring() => Interlocked.Exchange(ref _rung, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
