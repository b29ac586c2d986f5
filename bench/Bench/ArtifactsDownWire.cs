namespace Cairn.Bench;

/// <summary>What the proxy adds to a file on the wire. Where the loopback device is slower than half the disk, this bounds us, and not the disk.</summary>
internal sealed class ArtifactsDownWire : ArtifactsBenchmark
{
    private Child _bare = null!;

    public override string Name => "artifacts-down-wire";

    public override string What => "1 GiB got through the artifact proxy, against bare Kestrel that sends the same bytes from the same disk, neither in the system's memory before";

    public override Goal Goal => Goal.NoLessThan(0.75);

    public override int Rounds => 7;

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        _bare = await Child.StartAsync("/livez", cancel, typeof(Child).Assembly.Location, "--bare", "{port}");
    }

    public override Task<double> MeasureAsync(CancellationToken cancel) => SpeedAsync(DownAsync, cancel);

    public override Task<double> ControlAsync(CancellationToken cancel) => SpeedAsync(BareAsync, cancel);

    public override Task FinishAsync()
    {
        _bare?.Dispose();
        return base.FinishAsync();
    }

    private async Task BareAsync(CancellationToken cancel)
    {
        await ForgetAsync(Plain, cancel);
        await GetAsync($"http://localhost:{_bare.Port}/file?path={Uri.EscapeDataString(Plain)}", cancel);
    }
}
