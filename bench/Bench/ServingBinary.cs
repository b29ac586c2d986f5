namespace Cairn.Bench;

/// <summary>A picture as a binary tensor: what we add to reading a body and running the model.</summary>
internal sealed class ServingBinary : IBenchmark
{
    private const int Connections = 4;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly TensorSetup _setup = new(3, 224, 224);
    private Child? _ours, _bare;

    public string Name => "serving-binary";

    public string What => $"time of an answer to 1x3x224x224 FP32 in binary, {Connections} connections, no log, against a bare program that reads the body and runs the model";

    public string Unit => "us";

    public Goal Goal => Goal.NoMoreThan(1.15);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await _setup.WriteAsync(logged: false, cancel);
        _ours = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", _setup.Snapshot, "--log", _setup.Log, "--port", "{port}");
        _bare = await Child.StartAsync("/livez", cancel, typeof(ServingBinary).Assembly.Location, "--bare", "{port}", _setup.Model);
    }

    public Task<double> MeasureAsync(CancellationToken cancel) => TimeAsync(_ours!.Port, _setup.BinaryRequest(_ours.Port), cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => TimeAsync(_bare!.Port, _setup.BareRequest(_bare.Port), cancel);

    public Task FinishAsync()
    {
        _ours?.Dispose();
        _bare?.Dispose();
        _setup.Dispose();
        return Task.CompletedTask;
    }

    private static async Task<double> TimeAsync(int port, byte[] request, CancellationToken cancel) =>
        1e6 * Connections / await Load.SendAsync(port, _ => request, Connections, Span, cancel);
}
