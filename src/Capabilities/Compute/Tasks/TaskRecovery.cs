using Cairn.Platform;
using Cairn.Platform.Sql;
using Microsoft.Extensions.Hosting;

namespace Cairn.Compute.Tasks;

/// <summary>Before the first task: what a dead server left running is ended, put on record as lost, and its directories removed.</summary>
internal sealed class TaskRecovery(ComputeParts parts, PlatformOptions platform) : IHostedService
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when tasks may be started.</summary>
    public Task Done => _done.Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (TaskRow row in await parts.Database.ReadAsync(parts.Store.Left, cancellationToken))
        {
            if (parts.Targets.Find(row.Target) is { } target) await target.Backend.ReapAsync(new Scratch(Path.Combine(platform.Folder("compute"), row.Key)), row.Handle, cancellationToken);
            // Its secrets are known to nobody any more, so they cannot be masked.
            if (row.Secret) parts.Logs.Forget(row.Key);
            await parts.Database.WriteAsync(s => parts.Store.Finished(s, row.Key, TaskEnd.Unstarted(ComputeOutcome.Lost, "The server that ran it ended before it did.")), cancellation: cancellationToken);
        }
        foreach (string left in Directory.GetDirectories(platform.Folder("compute"))) Directory.Delete(left, recursive: true);
        _done.SetResult();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
