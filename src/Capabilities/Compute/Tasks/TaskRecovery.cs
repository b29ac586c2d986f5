using Cairn.Compute.Local.Groups;
using Cairn.Compute.Targets;
using Cairn.Platform.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cairn.Compute.Tasks;

/// <summary>
/// Before the first task: what a dead server left. What runs on without a server is taken up again; the rest is ended, put on record as
/// lost, and its directories removed.
/// </summary>
internal sealed class TaskRecovery(ComputeParts parts, ControlGroups groups, IServiceProvider services) : IHostedService
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when tasks may be started.</summary>
    public Task Done => _done.Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        List<LeftTask> left = [];
        foreach (TaskRow row in await parts.Database.ReadAsync(parts.Store.Left, cancellationToken))
            if (Resumable(row) is { } task) left.Add(task);
            else await EndAsync(row, cancellationToken);
        foreach (Target target in parts.Targets.All)
        {
            groups.RemoveAll(target.Backend.Home);
            Sweep(target, left);
        }
        services.GetRequiredService<ComputeService>().Resume(left);
        _done.SetResult();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The secrets of a task are known to nobody any more: its log could not be masked.
    private LeftTask? Resumable(TaskRow row)
        => !row.Secret && row.Place is { } place && parts.Targets.Find(row.Target) is { } target && target.Backend.Left(new Scratch(place), parts.Logs.Path(row.Key)) is { } prepared
            ? new LeftTask(prepared, target) : null;

    private async Task EndAsync(TaskRow row, CancellationToken cancellation)
    {
        if (parts.Targets.Find(row.Target) is { } target) await target.Backend.ReapAsync(new Scratch(row.Place ?? target.Backend.Place(row.Key)), row.Handle, cancellation);
        if (row.Secret) parts.Logs.Forget(row.Key);
        await parts.Database.WriteAsync(s => parts.Store.Finished(s, row.Key, TaskEnd.Unstarted(ComputeOutcome.Lost, "The server that ran it ended before it did."), null), cancellation: cancellation);
    }

    private static void Sweep(Target target, List<LeftTask> left)
    {
        if (!Directory.Exists(target.Backend.Home)) return;
        foreach (string folder in Directory.GetDirectories(target.Backend.Home))
            if (!left.Any(t => t.Prepared.Scratch.Root == folder)) new Scratch(folder).TryRemove();
    }
}
