using System.Collections.Concurrent;
using Cairn.Platform.Web;

namespace Cairn.Compute.Tasks;

/// <inheritdoc cref="ITaskLogs"/>
internal sealed class TaskLogPages(ComputeParts parts, ComputeService compute, LogReader reader, LiveHub? live = null) : ITaskLogs
{
    private readonly ConcurrentDictionary<string, byte> _watched = new(StringComparer.Ordinal);

    public async Task<TaskLogPart> ReadAsync(string project, string key, long from, long number, CancellationToken cancellation)
    {
        if (from < 0 || !TaskRules.IsKey(key) || await parts.Database.ReadAsync(s => parts.Store.Find(s, project, key), cancellation) is not { } row) return new TaskLogPart(new LogPage([], 0, false), false);
        OpenTask? open = compute.Open(key);
        Task? grown = open is null ? null : Task.WhenAny(open.Changed, parts.Targets.Find(row.Target)?.Backend.LogGrown(key) ?? open.Changed);
        (byte[] text, bool end) = await reader.NextAsync(key, row.Target, from, wait: false, cancellation);
        using var stream = new MemoryStream(text, writable: false);
        LogPage page = await LogPage.ReadAsync(stream, 0, number, open: !end, cancellation);
        if (grown is not null) Watch(key, grown);
        return new TaskLogPart(page with { Next = from + page.Next, More = page.More || (open is null && !end) }, open is not null);
    }

    public async Task<byte[]> BytesAsync(string project, string key, long from, CancellationToken cancellation)
    {
        if (from < 0 || !TaskRules.IsKey(key) || await parts.Database.ReadAsync(s => parts.Store.Find(s, project, key), cancellation) is not { } row) return [];
        return (await reader.NextAsync(key, row.Target, from, wait: false, cancellation)).Text;
    }

    // Somebody looks at it: tell the page once when there is something new; its next request watches again.
    private void Watch(string key, Task grown)
    {
        if (live is null || !_watched.TryAdd(key, 0)) return;
        _ = grown.ContinueWith(_ =>
        {
            _watched.TryRemove(key, out byte _);
            live.Publish(TaskLogPart.Topic(key));
        }, TaskScheduler.Default);
    }
}
