
namespace Cairn.Compute.Tasks;

/// <summary>Reads logs of tasks that may still be running.</summary>
internal sealed class LogReader(ComputeParts parts, ComputeService compute)
{
    public Task<TaskRow> RequireAsync(string project, string key, CancellationToken cancellation) => TaskEndpoints.RequireAsync(parts.Database, parts.Store, project, key, cancellation);

    /// <summary>What follows <paramref name="offset"/>, and whether the log ends with it. With <paramref name="wait"/> it is empty only at the end.</summary>
    public async Task<(byte[] Text, bool End)> NextAsync(string key, string target, long offset, bool wait, CancellationToken cancellation)
    {
        while (true)
        {
            // Taken before the look, so that nothing slips between look and wait.
            OpenTask? open = compute.Open(key);
            Task changed = open?.Changed ?? Task.CompletedTask;
            Task grown = parts.Targets.Find(target)?.Backend.LogGrown(key) ?? changed;
            byte[] text = parts.Logs.Read(key, offset, open is not null);
            if (open is null) return (text, parts.Logs.Read(key, offset + text.Length, false).Length == 0);
            if (text.Length > 0 || !wait) return (text, false);
            await Task.WhenAny(grown, changed).WaitAsync(cancellation);
        }
    }
}
