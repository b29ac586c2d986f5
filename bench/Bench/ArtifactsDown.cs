namespace Cairn.Bench;

/// <summary>Bytes that come down from the disk.</summary>
internal sealed class ArtifactsDown : ArtifactsBenchmark
{
    public override string Name => "artifacts-down";

    public override string What => "1 GiB got through the artifact proxy, against reading it from the same disk, neither in the system's memory before";

    public override Goal Goal => Goal.NoLessThan(0.5);

    public override Task<double> MeasureAsync(CancellationToken cancel) => SpeedAsync(DownAsync, cancel);

    public override Task<double> ControlAsync(CancellationToken cancel) => SpeedAsync(ReadAsync, cancel);
}
