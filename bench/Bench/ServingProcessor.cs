using Cairn.OnnxRuntime;

namespace Cairn.Bench;

/// <summary>The flight model: five inputs with limits, two of them texts.</summary>
internal sealed class ServingProcessor : ProcessorBenchmark
{
    private readonly ServingSetup _setup = new();

    public override string Name => "serving-cpu";

    protected override string Model => "the flight model";

    protected override async Task<Child> StartAsync(CancellationToken cancel)
    {
        await _setup.StartAsync(cancel);
        return _setup.Server;
    }

    protected override byte[] Request(int port) => Load.Request(port, "/v2/models/delay/infer", System.Text.Encoding.UTF8.GetBytes(FlightModel.Request));

    protected override string File => _setup.Model;

    protected override void Ask(OnnxRun run)
    {
        run.Prepare(1);
        (run.Floats(0)[0], run.Floats(1)[0], run.Floats(2)[0]) = (612, 3, 787);
        run.SetText(3, 0, "A17"u8);
        run.SetText(4, 0, "A42"u8);
        run.Run();
    }

    protected override void Finish() => _setup.Dispose();
}
