using System.Diagnostics;
using Cairn.OnnxRuntime;

namespace Cairn.Bench;

/// <summary>Processor time of the whole server process for one answer, as the system accounts it, less that of the model's own run.</summary>
internal abstract class ProcessorBenchmark : IBenchmark
{
    private const double Allowed = 40;
    private const int Runs = 20_000, Connections = 32;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private Child? _server;
    private double _model;

    public abstract string Name { get; }

    public string What => $"processor time of an answer of {Model}, everything on, above the model's own run, against what we allow";

    public string Unit => "us";

    public Goal Goal => Goal.NoMoreThan(1);

    /// <summary>In words.</summary>
    protected abstract string Model { get; }

    protected abstract string File { get; }

    public async Task PrepareAsync(CancellationToken cancel)
    {
        _server = await StartAsync(cancel);
        // The runtime compiles the hot code again and again at first; that is of the start, not of an answer.
        await AskAsync(Span * 3, cancel);
        _model = OwnRun();
    }

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        TimeSpan before = _server!.Processor;
        long answers = await AskAsync(Span, cancel);
        return ((_server.Processor - before).TotalMicroseconds / answers) - _model;
    }

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    public Task FinishAsync()
    {
        Finish();
        return Task.CompletedTask;
    }

    /// <summary>The program <c>Serve</c> with the model.</summary>
    protected abstract Task<Child> StartAsync(CancellationToken cancel);

    protected abstract byte[] Request(int port);

    /// <summary>The same row, given to the model itself.</summary>
    protected abstract void Ask(OnnxRun run);

    protected abstract void Finish();

    private Task<long> AskAsync(TimeSpan span, CancellationToken cancel) => Load.CountAsync(_server!.Port, _ => Request(_server.Port), Connections, span, cancel);

    private double OwnRun()
    {
        using OnnxModel model = OnnxModel.Load(File);
        using OnnxRun run = model.NewRun(0);
        Ask(run);
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        for (int i = 0; i < Runs; i++) Ask(run);
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / Runs;
    }
}
