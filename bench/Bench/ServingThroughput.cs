namespace Cairn.Bench;

/// <summary>One-row JSON requests with everything on (contract, ids, a canary's split, metrics, buffered log of every answer) against the bare program.</summary>
internal sealed class ServingThroughput : IBenchmark
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly ServingSetup _ours = new();
    private Child? _bare;

    public string Name => "serving";

    public string What => "answers of the flight model a second, 32 connections, everything on, against bare Kestrel + ONNX Runtime";

    public string Unit => "req/s";

    public Goal Goal => Goal.NoLessThan(0.75);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await _ours.StartAsync(cancel);
        _bare = await Child.StartAsync("/livez", cancel, typeof(ServingThroughput).Assembly.Location, "--bare", "{port}", _ours.Model);
    }

    public Task<double> MeasureAsync(CancellationToken cancel) => _ours.AskAsync("delay", Span, cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => Load.RunAsync(_bare!.Port, "/predict", FlightModel.Request, Span, cancel);

    public Task FinishAsync()
    {
        _bare?.Dispose();
        _ours.Dispose();
        return Task.CompletedTask;
    }
}
