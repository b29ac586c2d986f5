using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Tests.Support;

/// <summary>A model of one column <c>x</c> that does what the test says, and says it took as long as that.</summary>
internal sealed class StandInModel(TimeSpan takes, Action<RunPart>? run = null)
    : LoadedModel("sha256:x", [new("x", Datatype.Fp32, [-1, 1])], [new("y", Datatype.Fp32, [-1, 1])])
{
    public int Trials { get; private set; }

    public override string Platform => "stand_in";

    public InputContract Contract { get; } = new([new() { Name = "x", Datatype = "FP32" }], keyColumn: null, matrixName: null);

    public ModelFit Fit => ModelFit.Make(Contract, Inputs);

    public override bool TryThreads(int threads)
    {
        Trials++;
        return true;
    }

    public override RunTimes Run(ModelFit fit, ReadOnlySpan<RunPart> parts, int rows)
    {
        foreach (RunPart part in parts) run?.Invoke(part);
        return new(0, takes.Ticks * TimeSpan.NanosecondsPerTick, 0);
    }

    protected override void Free()
    {
    }
}
