namespace Cairn.Bench;

/// <summary>Nothing that was hashed is hashed again: what the server reads is its database.</summary>
internal sealed class PipelinesNothingRead : NothingBenchmark
{
    public override string Name => "pipelines-nothing-read";

    public override string What => $"{Case}: what the server reads of files, its database among them, against the length of the inputs";

    public override string Unit => "MB";

    public override Goal Goal => Goal.NoMoreThan(0.2);

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        double before = Setup.Server.MegabytesRead;
        await Setup.RunAsync(noCache: false, cancel);
        return Setup.Server.MegabytesRead - before;
    }

    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Makers * Folders * Files * Length / 1e6);
}
