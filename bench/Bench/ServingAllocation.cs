namespace Cairn.Bench;

/// <summary>What an answer leaves behind on the managed heap, against what the web server itself leaves and a few hundred bytes of our own.</summary>
internal sealed class ServingAllocation : IBenchmark
{
    private const int Allowed = 512;
    private const int Connections = 8;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private readonly TensorSetup _setup = new(4);
    private Child? _ours, _bare;

    public string Name => "serving-allocation";

    public string What => $"bytes allocated for an answer to four floats in binary, every answer logged, against those of the bare program and {Allowed} more";

    public string Unit => "B";

    public Goal Goal => Goal.NoMoreThan(1);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await _setup.WriteAsync(logged: true, cancel);
        string self = typeof(ServingAllocation).Assembly.Location;
        _ours = await Child.StartAsync("/v2/health/ready", cancel, self, "--measured", "{port}", _setup.Snapshot, _setup.Log);
        _bare = await Child.StartAsync("/livez", cancel, self, "--bare", "{port}", _setup.Model);
    }

    public Task<double> MeasureAsync(CancellationToken cancel) => OfAsync(_ours!, _setup.BinaryRequest(_ours!.Port), cancel);

    public async Task<double> ControlAsync(CancellationToken cancel) => await OfAsync(_bare!, _setup.BareRequest(_bare!.Port), cancel) + Allowed;

    public Task FinishAsync()
    {
        _ours?.Dispose();
        _bare?.Dispose();
        _setup.Dispose();
        return Task.CompletedTask;
    }

    private static Task<double> OfAsync(Child server, byte[] request, CancellationToken cancel) =>
        Allocation.OfAsync(server, () => Load.CountAsync(server.Port, _ => request, Connections, Span, cancel), cancel);
}
