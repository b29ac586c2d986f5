namespace Cairn.Bench;

internal sealed class PipelinesMap : MapBenchmark
{
    private const int Bare = 500, EachItem = 2;

    public override string Name => "pipelines-map";

    public override string What => FormattableString.Invariant($"durable transitions a second of one run that maps a no-op command over {MapRun.Items:N0} partitions, two an item, against a bare program that starts the same command and writes to a synced file");

    public override string Unit => "moves/s";

    public override Goal Goal => Goal.NoLessThan(0.2).And(100);

    public override Task<double> MeasureAsync(CancellationToken cancel) => Task.FromResult(MapRun.Items * EachItem / Run.Seconds);

    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(EachItem * 1000 / BareChain.Run(Bare).Average());
}
