using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>
/// A reader of a run's page, as the page's script is one: it listens for what has changed and gets that part anew. Twenty times a step is let go on through a
/// pipe, writes a line, is let go on again and ends; each time is that from the letting go to the part that shows it.
/// </summary>
internal sealed class PipelinesSeen : IBenchmark
{
    private const int Times = 20;
    private const double Allowed = 1000;
    private readonly PipelineSetup _setup = new();
    private double _end;

    public string Name => "pipelines-seen";

    public string What => $"95th percentile of {Times} from a line of a step's log to the page of its run that shows it, against what we allow";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(1);

    public int Rounds => 1;

    public IReadOnlyList<Row> Sides =>
    [
        new("pipelines-seen-end", $"95th percentile of {Times} from the end of a step to the page of its run that shows it, against what we allow", Unit, Goal, () => (_end, Allowed)),
    ];

    // A pipe each: who reads the second must not meet the writer of the first.
    private string LineGate => Path.Combine(_setup.Folder, "line");

    private string EndGate => Path.Combine(_setup.Folder, "end");

    public async Task PrepareAsync(CancellationToken cancel)
    {
        using (Process pipe = Process.Start("mkfifo", [LineGate, EndGate])) await pipe.WaitForExitAsync(cancel);
        await _setup.StartAsync($"project: bench\nsteps:\n  s: {{run: \"read a < {LineGate}; echo seen $a; read b < {EndGate}; : > $CAIRN_OUT_F\", out: {{f: file}}}}\n", cancel);
    }

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        var (lines, ends) = (new List<double>(), new List<double>());
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{_setup.Server.Port}") };
        for (int i = 0; i < Times; i++)
        {
            JsonNode run = await _setup.PostAsync("pipeline-runs", new { no_cache = true }, cancel);
            string page = $"/p/bench/pipelines/s/runs/{run["number"]}";
            // Who opens it waits until the step reads.
            var gate = new StreamWriter(new FileStream(LineGate, FileMode.Open, FileAccess.Write));
            using StreamReader changes = new(await http.GetStreamAsync($"/live?topics={await TopicsAsync(http, page, cancel)}", cancel));
            lines.Add(await SeenAsync(gate, http, changes, $"{page}/steps/s/log?from=0", "seen go", cancel));
            gate = new StreamWriter(new FileStream(EndGate, FileMode.Open, FileAccess.Write));
            ends.Add(await SeenAsync(gate, http, changes, $"{page}/graph?step=s", "succeeded", cancel));
            await _setup.UntilAsync((long)run["number"]!, r => r["finished_at"] is not null, cancel);
        }
        _end = Percentile(ends);
        return Percentile(lines);
    }

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }

    private static double Percentile(List<double> times) => times.Order().ElementAt((int)(0.95 * Times) - 1);

    /// <summary>The page of a run that has begun names what it listens for.</summary>
    private static async Task<string> TopicsAsync(HttpClient http, string page, CancellationToken cancel)
    {
        const string Named = "data-topics=\"";
        string text = await http.GetStringAsync($"{page}?step=s", cancel);
        return string.Join(',', text.Split(Named).Skip(1).Select(t => Uri.EscapeDataString(t[..t.IndexOf('"')])));
    }

    private static async Task<double> SeenAsync(StreamWriter gate, HttpClient http, StreamReader changes, string part, string sign, CancellationToken cancel)
    {
        // The greeting says nothing.
        const string Said = "data: ";
        long start = Stopwatch.GetTimestamp();
        await gate.WriteLineAsync("go");
        await gate.DisposeAsync();
        while (true)
        {
            // A message is a line of what has changed among others.
            for (string line = ""; line.Length <= Said.Length || !line.StartsWith(Said, StringComparison.Ordinal);) line = await changes.ReadLineAsync(cancel) ?? throw new InvalidOperationException("The page hears of no changes any more.");
            if ((await http.GetStringAsync(part, cancel)).Contains(sign, StringComparison.Ordinal)) return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
