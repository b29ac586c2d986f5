namespace Cairn.Bench;

/// <summary>What it costs to answer only when the record is on the disk, where many ask at once and share a sync.</summary>
internal sealed class ServingRequired : IBenchmark
{
    private const int Clients = 64;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly ServingSetup _setup = new();

    public string Name => "serving-required";

    public string What => $"answers of the flight model a second, {Clients} connections, everything on, log `required` against `buffered`";

    public string Unit => "req/s";

    public Goal Goal => Goal.NoLessThan(0.5);

    public Task PrepareAsync(CancellationToken cancel) => _setup.StartAsync(cancel);

    public Task<double> MeasureAsync(CancellationToken cancel) => _setup.AskAsync("sure", Span, cancel, Clients);

    public Task<double> ControlAsync(CancellationToken cancel) => _setup.AskAsync("delay", Span, cancel, Clients);

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
