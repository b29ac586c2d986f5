using System.Diagnostics;

namespace Cairn.Bench;

internal sealed class PipelinesNothing : NothingBenchmark
{
    private readonly string _files = Directory.CreateTempSubdirectory("cairn-bench-").FullName;

    public override string Name => "pipelines-nothing";

    public override string What => $"{Case}, from the request to the end of the run, against looking at length and time of as many files";

    public override string Unit => "ms";

    public override Goal Goal => Goal.NoMoreThan(5).And(1000);

    public override Task<double> MeasureAsync(CancellationToken cancel) => Setup.RunAsync(noCache: false, cancel);

    public override Task<double> ControlAsync(CancellationToken cancel)
    {
        if (Directory.GetDirectories(_files).Length == 0) Write();
        long start = Stopwatch.GetTimestamp(), newest = 0;
        foreach (FileInfo file in new DirectoryInfo(_files).EnumerateFiles("*", SearchOption.AllDirectories))
            if (file.Length == 1) newest = Math.Max(newest, file.LastWriteTimeUtc.Ticks);
        return Task.FromResult(newest > 0 ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : throw new InvalidOperationException("There are no files to look at."));
    }

    public override Task FinishAsync()
    {
        Directory.Delete(_files, recursive: true);
        return base.FinishAsync();
    }

    private void Write()
    {
        for (int folder = 0; folder < Makers * Folders; folder++)
        {
            string path = Directory.CreateDirectory(Path.Combine(_files, $"{folder}")).FullName;
            for (int file = 0; file < Files; file++) File.WriteAllBytes(Path.Combine(path, $"{file}"), "x"u8);
        }
    }
}
