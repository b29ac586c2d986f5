namespace Cairn.Bench;

/// <summary>Bytes that are durable and known by their digest when the answer comes.</summary>
internal sealed class ArtifactsUp : ArtifactsBenchmark
{
    public override string Name => "artifacts-up";

    public override string What => "1 GiB put through the artifact proxy, durable and digested, against writing and syncing it on the same disk";

    public override Goal Goal => Goal.NoLessThan(0.5);

    public override Task<double> MeasureAsync(CancellationToken cancel) => SpeedAsync(UpAsync, cancel);

    public override Task<double> ControlAsync(CancellationToken cancel) => SpeedAsync(WriteAsync, cancel);
}
