using System.Text;

namespace Cairn.Bench;

/// <summary>Ten thousand triggers in five projects with a time of day each, so that some seven come due a minute and start a run where none is active.</summary>
internal sealed class PipelinesScheduler : IBenchmark
{
    private const int Triggers = 10_000, Projects = 5, MinutesOfDay = 24 * 60;
    private const double Allowed = 5;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(60), Settled = TimeSpan.FromSeconds(10);
    private readonly PipelineSetup _setup = new();

    public string Name => "pipelines-scheduler";

    public string What => FormattableString.Invariant($"processor time of a server with {Triggers:N0} scheduled triggers, of one core, what comes due included, against what we allow");

    public string Unit => "%";

    public Goal Goal => Goal.NoMoreThan(1);

    public int Rounds => 1;

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await _setup.StartAsync(Project("bench", 0), cancel);
        for (int i = 1; i < Projects; i++) await _setup.AddAsync($"p{i}", Project($"p{i}", i), cancel);
        // What a start has to do is not the scheduler's.
        await Task.Delay(Settled, cancel);
    }

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        TimeSpan before = _setup.Server.Processor;
        await Task.Delay(Span, cancel);
        return (_setup.Server.Processor - before) / Span * 100;
    }

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }

    // Each has every fifth of them, so that all are busy all day.
    private static string Project(string name, int first)
    {
        var yaml = new StringBuilder($"project: {name}\nsteps:\n  s: {{run: \": > $CAIRN_OUT_F\", out: {{f: file}}}}\ntriggers:\n");
        for (int i = first; i < Triggers; i += Projects)
        {
            int minute = (int)((long)i * MinutesOfDay / Triggers);
            yaml.Append($"  t{i}: {{when: schedule day at {minute / 60:00}:{minute % 60:00}, run: s}}\n");
        }
        return yaml.ToString();
    }
}
