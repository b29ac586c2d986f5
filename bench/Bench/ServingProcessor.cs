using System.Diagnostics;
using Cairn.OnnxRuntime;

namespace Cairn.Bench;

/// <summary>Processor time of the whole server process for one answer, as the system accounts it, less that of the model's own run.</summary>
internal sealed class ServingProcessor : IBenchmark
{
    private const double Allowed = 40;
    private const int Runs = 20_000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly ServingSetup _setup = new();
    private double _model;

    public string Name => "serving-cpu";

    public string What => "processor time of an answer of the flight model, everything on, above the model's own run, against what we allow";

    public string Unit => "us";

    public Goal Goal => Goal.NoMoreThan(1);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await _setup.StartAsync(cancel);
        // The runtime compiles the hot code again and again at first; that is of the start, not of an answer.
        await _setup.AskAsync("delay", Span * 3, cancel);
        _model = OwnRun();
    }

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        TimeSpan before = _setup.Server.Processor;
        long start = Stopwatch.GetTimestamp();
        double rate = await _setup.AskAsync("delay", Span, cancel);
        double answers = rate * Stopwatch.GetElapsedTime(start).TotalSeconds;
        return ((_setup.Server.Processor - before).TotalMicroseconds / answers) - _model;
    }

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }

    private double OwnRun()
    {
        using OnnxModel model = OnnxModel.Load(_setup.Model);
        using OnnxRun run = model.NewRun(0);
        Ask(run);
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        for (int i = 0; i < Runs; i++) Ask(run);
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / Runs;
    }

    private static void Ask(OnnxRun run)
    {
        run.Prepare(1);
        (run.Floats(0)[0], run.Floats(1)[0], run.Floats(2)[0]) = (612, 3, 787);
        run.SetText(3, 0, "A17"u8);
        run.SetText(4, 0, "A42"u8);
        run.Run();
    }
}
