using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Writes what the steps wrote since it was last asked, bytes as they are; a heading on stderr where the step changes.</summary>
internal sealed class StepLogs(Call call, string? only)
{
    private readonly Dictionary<string, long> _read = [];
    private string? _heading;

    /// <exception cref="UsageException">The run has no step of the name asked for.</exception>
    public async Task ReadAsync(string address, JsonObject run, CancellationToken cancel)
    {
        var names = PipelineRuns.Steps(run).Select(step => JsonText.Raw(step["step"])).ToList();
        // A part of a step, such as train:3, is known to the server.
        if (only is not null && !names.Contains(only.Split(':')[0]))
        {
            throw new UsageException($"the run has no step '{only}'", "it has " + string.Join(", ", names));
        }
        foreach (var name in only is null ? names : [only])
        {
            var from = _read.GetValueOrDefault(name);
            var log = await call.Client.GetBytesAsync($"{address}/steps/{Uri.EscapeDataString(name)}/log?offset={from}", cancel);
            if (log.Length > 0)
            {
                await WriteAsync(name, log, cancel);
                _read[name] = from + log.Length;
            }
        }
    }

    private async Task WriteAsync(string name, byte[] log, CancellationToken cancel)
    {
        if (only is null && _heading != name)
        {
            _heading = name;
            await call.Terminal.Error.WriteLineAsync($"== {name}");
        }
        await call.Terminal.WriteBytesAsync(log, cancel);
    }
}
