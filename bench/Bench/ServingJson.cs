namespace Cairn.Bench;

/// <summary>The same picture as JSON: how much of it is read in a second of processor time.</summary>
internal sealed class ServingJson : IBenchmark
{
    private const double Allowed = 100;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly TensorSetup _setup = new(3, 224, 224);
    private Child? _server;

    public string Name => "serving-json";

    public string What => "JSON of 1x3x224x224 FP32 answered in a second of the server's processor time, all that an answer takes counted, against what we allow";

    public string Unit => "MB/s";

    public Goal Goal => Goal.NoLessThan(1);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await _setup.WriteAsync(logged: false, cancel);
        _server = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", _setup.Snapshot, "--log", _setup.Log, "--port", "{port}");
    }

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        byte[] request = _setup.JsonRequest(_server!.Port);
        TimeSpan before = _server.Processor;
        long answers = await Load.CountAsync(_server.Port, _ => request, 4, Span, cancel);
        return _setup.Json.Length * answers / 1e6 / (_server.Processor - before).TotalSeconds;
    }

    public Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    public Task FinishAsync()
    {
        _server?.Dispose();
        _setup.Dispose();
        return Task.CompletedTask;
    }
}
