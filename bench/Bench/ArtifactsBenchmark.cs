using System.Diagnostics;
using System.Net;

namespace Cairn.Bench;

/// <summary>A file of 1 GiB through the artifact proxy, against the same bytes on the same disk without a server. What is read is put out of the system's memory first.</summary>
internal abstract class ArtifactsBenchmark : IBenchmark
{
    protected const long Length = 1L << 30;
    private const int Piece = 1 << 20;
    private readonly byte[] _piece = new byte[Piece];
    private readonly string _data = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(10) };

    public abstract string Name { get; }

    public abstract string What { get; }

    public virtual string Unit => "MB/s";

    public abstract Goal Goal { get; }

    public virtual int Rounds => 2;

    protected Child Server { get; private set; } = null!;

    private string Address => $"http://localhost:{Server.Port}/api/2.0/mlflow-artifacts/artifacts/0/big.bin";

    protected string Plain => Path.Combine(_data, "plain.bin");

    public virtual async Task PrepareAsync(CancellationToken cancel)
    {
        new Random(7).NextBytes(_piece);
        Server = await Child.StartAsync("/livez", cancel, Child.App("Server"), "--port", "{port}", "--data", _data);
        await UpAsync(cancel);
        await WriteAsync(cancel);
    }

    public abstract Task<double> MeasureAsync(CancellationToken cancel);

    public abstract Task<double> ControlAsync(CancellationToken cancel);

    public virtual Task FinishAsync()
    {
        Server?.Dispose();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
        return Task.CompletedTask;
    }

    protected async Task UpAsync(CancellationToken cancel)
    {
        using var content = new PiecesContent(_piece, Length);
        using HttpResponseMessage answer = await _http.PutAsync(Address, content, cancel);
        answer.EnsureSuccessStatusCode();
    }

    protected async Task DownAsync(CancellationToken cancel)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_data, "artifacts", "sha256"), "*", SearchOption.AllDirectories)) await ForgetAsync(file, cancel);
        await GetAsync(Address, cancel);
    }

    protected async Task GetAsync(string address, CancellationToken cancel)
    {
        using HttpResponseMessage answer = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
        await using Stream content = await answer.Content.ReadAsStreamAsync(cancel);
        await DrainAsync(content, cancel);
    }

    protected async Task WriteAsync(CancellationToken cancel)
    {
        File.Delete(Plain);
        await using var file = new FileStream(Plain, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (long written = 0; written < Length; written += Piece) await file.WriteAsync(_piece, cancel);
        file.Flush(flushToDisk: true);
    }

    protected async Task ReadAsync(CancellationToken cancel)
    {
        await ForgetAsync(Plain, cancel);
        await using var file = new FileStream(Plain, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        await DrainAsync(file, cancel);
    }

    protected static async Task<double> SpeedAsync(Func<CancellationToken, Task> transfer, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        await transfer(cancel);
        return Length / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
    }

    private static async Task DrainAsync(Stream content, CancellationToken cancel)
    {
        byte[] buffer = new byte[Piece];
        long all = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;) all += read;
        if (all != Length) throw new InvalidOperationException($"{all} bytes came instead of {Length}.");
    }

    // Pages of the file that wait in memory are given up; the disk has them all.
    protected static async Task ForgetAsync(string file, CancellationToken cancel)
    {
        using Process dd = Process.Start(new ProcessStartInfo("dd", [$"if={file}", "iflag=nocache", "count=0", "status=none"]))!;
        await dd.WaitForExitAsync(cancel);
        if (dd.ExitCode != 0) throw new InvalidOperationException("dd could not give up the pages of a file.");
    }

    private sealed class PiecesContent(byte[] piece, long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (long sent = 0; sent < length; sent += piece.Length) await stream.WriteAsync(piece);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
