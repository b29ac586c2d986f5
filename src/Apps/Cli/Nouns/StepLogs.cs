using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Writes what the steps of a run and their parts wrote since it was last asked, attempt by attempt, bytes as they are; a heading on stderr where the step changes.</summary>
/// <param name="only">The one step, or part of a step, that is asked for; null for all.</param>
/// <param name="one">The one attempt that is asked for; null for the newest, and for those before it that began meanwhile.</param>
internal sealed class StepLogs(Call call, string? only, int? one)
{
    /// <summary>The most that the server answers at once.</summary>
    private const int Most = 1 << 20;
    private readonly Dictionary<string, (int Attempt, long Read)> _read = [];
    private readonly HashSet<string> _ended = [], _wrote = [];
    private string? _heading;

    /// <exception cref="UsageException">The run has no step of the name asked for.</exception>
    public async Task ReadAsync(string address, JsonObject run, CancellationToken cancel)
    {
        var steps = PipelineRuns.Steps(run).ToList();
        // A part of a step, such as train:3, is known to the server.
        if (only is not null && steps.All(step => NameOf(step) != only.Split(':')[0]))
        {
            throw new UsageException($"the run has no step '{only}'", "it has " + string.Join(", ", steps.Select(NameOf)));
        }
        foreach (var step in steps.Where(step => only is null || NameOf(step) == only.Split(':')[0]))
        {
            await StepAsync(address, step, cancel);
        }
    }

    private async Task StepAsync(string address, JsonObject step, CancellationToken cancel)
    {
        var name = NameOf(step);
        if (_ended.Contains(name) || WroteNothing(step))
        {
            return;
        }
        if (only is null || only == name)
        {
            await LogAsync(address, step, cancel);
        }
        // What is done by parts writes nothing itself, so what wrote has none.
        if (!_wrote.Contains(name))
        {
            await PartsAsync(address, name, cancel);
        }
        if (step["finished_at"] is not null || step["state"]?.ToString() is "succeeded" or "failed" or "cancelled")
        {
            _ended.Add(name);
        }
    }

    private async Task PartsAsync(string address, string name, CancellationToken cancel)
    {
        await foreach (var part in PipelineRuns.PartsAsync(call, address, name, cancel))
        {
            if (only is null || only == name || only == NameOf(part))
            {
                await LogAsync(address, part, cancel);
            }
        }
    }

    // An attempt may have written its last words after they were last asked for.
    private async Task LogAsync(string address, JsonObject step, CancellationToken cancel)
    {
        var (name, newest, ended) = (NameOf(step), (int?)step["attempt"] ?? 0, step["state"]?.ToString() is "succeeded" or "failed" or "cancelled");
        var attempt = one ?? newest;
        if (_ended.Contains(name) || WroteNothing(step) || attempt > newest)
        {
            return;
        }
        var (first, from) = _read.TryGetValue(name, out var read) ? read : (attempt, 0);
        for (var n = first; n < attempt; n++, from = 0)
        {
            await AttemptAsync(address, name, n, from, cancel);
        }
        _read[name] = (attempt, await AttemptAsync(address, name, attempt, from, cancel));
        if (ended && name.Contains(':', StringComparison.Ordinal))
        {
            _ended.Add(name);
        }
    }

    private async Task<long> AttemptAsync(string address, string name, int attempt, long from, CancellationToken cancel)
    {
        while (true)
        {
            var log = await call.Client.GetBytesAsync($"{address}/steps/{Uri.EscapeDataString(name)}/log?offset={from}{(attempt > 0 ? $"&attempt={attempt}" : "")}", cancel);
            if (log.Length > 0)
            {
                await WriteAsync(name, log, cancel);
            }
            from += log.Length;
            if (log.Length < Most)
            {
                return from;
            }
        }
    }

    private async Task WriteAsync(string name, byte[] log, CancellationToken cancel)
    {
        _wrote.Add(name);
        if (only != name && _heading != name)
        {
            _heading = name;
            await call.Terminal.Error.WriteLineAsync($"== {name}");
        }
        await call.Terminal.WriteBytesAsync(log, cancel);
    }

    // What has not begun, and what was not done in this run.
    private static bool WroteNothing(JsonObject step) => step["state"]?.ToString() is "waiting" or "cached" or "skipped";

    private static string NameOf(JsonObject step) => JsonText.Raw(step["step"]);
}
