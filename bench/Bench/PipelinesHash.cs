using System.Diagnostics;
using System.Security.Cryptography;

namespace Cairn.Bench;

/// <summary>The first look at a commit whose tree is large: a plan, which must know the content of all of it.</summary>
internal sealed class PipelinesHash : IBenchmark
{
    private const int Files = 64, Length = 8 << 20;
    private const string Yaml = "project: bench\nsteps:\n  s: {run: \"cat large/* > $CAIRN_OUT_F\", out: {f: file}}\n";
    private readonly PipelineSetup _setup = new();
    private string _small = "", _large = "";

    public string Name => "pipelines-hash";

    public string What => "the first hash of a tree of 512 MiB that a plan asks for, against hashing the same files on all processors";

    public string Unit => "MB/s";

    public Goal Goal => Goal.NoLessThan(0.7).And(1500);

    public int Rounds => 2;

    private string Large => Path.Combine(_setup.Repository, "large");

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await _setup.StartAsync(Yaml, cancel);
        _small = (string)(await PlanAsync(null, cancel))["commit"]!;
        Directory.CreateDirectory(Large);
        // What is random is not worth a search for what it has in common.
        await File.WriteAllTextAsync(Path.Combine(_setup.Repository, ".gitattributes"), "large/* -delta\n", cancel);
        byte[] content = new byte[Length];
        for (int i = 0; i < Files; i++)
        {
            new Random(i).NextBytes(content);
            await File.WriteAllBytesAsync(Path.Combine(Large, $"{i}"), content, cancel);
        }
        _large = await _setup.CommitAsync(Yaml + "# large\n", cancel);
        await _setup.PostAsync("sync", new { }, cancel);
        await PlanAsync(_large, cancel);
    }

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        // A new process knows nothing of what was hashed before; the small commit has its code compiled.
        await _setup.ServeAsync(cancel);
        await PlanAsync(_small, cancel);
        long start = Stopwatch.GetTimestamp();
        await PlanAsync(_large, cancel);
        return Rate(start);
    }

    public Task<double> ControlAsync(CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        Parallel.ForEach(Directory.GetFiles(Large), new ParallelOptions { CancellationToken = cancel }, file =>
        {
            using FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] piece = new byte[1 << 18];
            for (int read; (read = content.Read(piece)) > 0;) hash.AppendData(piece.AsSpan(0, read));
            hash.GetHashAndReset();
        });
        return Task.FromResult(Rate(start));
    }

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }

    private Task<System.Text.Json.Nodes.JsonNode> PlanAsync(string? commit, CancellationToken cancel) => _setup.PostAsync("pipeline-plans", new { commit }, cancel);

    private static double Rate(long start) => (double)Files * Length / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
}
