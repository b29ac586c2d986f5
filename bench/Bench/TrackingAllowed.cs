namespace Cairn.Bench;

/// <summary>A call that is held to milliseconds, whatever the machine.</summary>
internal abstract class TrackingAllowed : TrackingBenchmark
{
    public override string Unit => "ms";

    public override Goal Goal => Goal.NoMoreThan(1);

    protected override int Connections => 1;

    protected abstract double Allowed { get; }

    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);

    protected override string Body(int connection) => "";
}
