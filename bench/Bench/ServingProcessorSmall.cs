using Cairn.Contracts.Snapshots;
using Cairn.OnnxRuntime;

namespace Cairn.Bench;

/// <summary>Four floats.</summary>
internal sealed class ServingProcessorSmall : ProcessorBenchmark
{
    private readonly TensorSetup _setup = new(4);
    private Child? _server;

    public override string Name => "serving-cpu-small";

    protected override string Model => "a model of four floats";

    protected override async Task<Child> StartAsync(CancellationToken cancel)
    {
        await _setup.WriteAsync(logged: true, cancel, route => route with
        {
            Inputs = [new InputColumn { Name = "x", Datatype = "FP32", Shape = [-1, 4], Min = -1e6, Max = 1e6 }],
            Variants = [route.Variants[0] with { WeightPermille = 900 }, route.Variants[0] with { Version = "2", WeightPermille = 100, Role = VariantRole.Canary }],
            Limits = new() { Release = "bench" },
        });
        return _server = await Child.StartAsync("/v2/health/ready", cancel, Child.App("Serve"), "--snapshot", _setup.Snapshot, "--log", _setup.Log, "--port", "{port}");
    }

    protected override byte[] Request(int port) => _setup.JsonRequest(port);

    protected override string File => _setup.Model;

    protected override void Ask(OnnxRun run)
    {
        run.Prepare(1);
        run.Floats(0).Fill(0.5f);
        run.Run();
    }

    protected override void Finish()
    {
        _server?.Dispose();
        _setup.Dispose();
    }
}
