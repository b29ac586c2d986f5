namespace Cairn.Bench;

internal sealed class PipelinesMapMemory : MapBenchmark
{
    public override string Name => "pipelines-map-memory";

    public override string What => FormattableString.Invariant($"memory (PSS) of the server at most, in one run that maps a no-op command over {MapRun.Items:N0} partitions, against what we allow");

    public override string Unit => "MB";

    public override Goal Goal => Goal.NoMoreThan(1);

    public override Task<double> MeasureAsync(CancellationToken cancel) => Task.FromResult(Run.Megabytes);

    /// <summary>1 GiB.</summary>
    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult((1L << 30) / 1e6);
}
