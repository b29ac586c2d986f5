namespace Cairn.Bench;

/// <summary>Memory that the server takes while the file goes up and comes down.</summary>
internal sealed class ArtifactsMemory : ArtifactsBenchmark
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public override string Name => "artifacts-memory";

    public override string What => "memory (PSS) of the server while 1 GiB goes up and comes down, above what it had before, against what we allow";

    public override string Unit => "MB";

    public override Goal Goal => Goal.NoMoreThan(1);

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        double before = Server.Megabytes, most = before;
        Task transfer = TransferAsync(cancel);
        while (await Task.WhenAny(transfer, Task.Delay(Between, cancel)) != transfer) most = Math.Max(most, Server.Megabytes);
        await transfer;
        return most - before;
    }

    /// <summary>64 MiB.</summary>
    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult((64 << 20) / 1e6);

    private async Task TransferAsync(CancellationToken cancel)
    {
        await UpAsync(cancel);
        await DownAsync(cancel);
    }
}
