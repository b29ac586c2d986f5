using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Cairn.Client;

/// <summary>
/// Writes what a program logs through <see cref="ILogger"/> to an artifact of a run. Lines are gathered in a temporary file and uploaded by <see cref="FlushAsync"/> and
/// when the run ends. A logger never waits: when lines come faster than the disk takes them they are left out, and a line says how many.
/// </summary>
[ProviderAlias("CairnRun")]
public sealed class RunLoggerProvider : ILoggerProvider, IAsyncDisposable
{
    private readonly CairnRun _run;
    private readonly string _path;
    private readonly LogLevel _least;
    private readonly Channel<object> _lines;
    private readonly FileStream _file = new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
    private readonly Task _writer;
    private long _dropped;

    internal RunLoggerProvider(CairnRun run, string path, LogLevel least, int waiting)
    {
        (_run, _path, _least) = (run, RunKeys.Path(path), least);
        _lines = Channel.CreateBounded<object>(new BoundedChannelOptions(waiting) { SingleReader = true });
        _writer = Task.Run(WriteAsync);
        run.Attach(this);
    }

    /// <summary>Lines that were left out so far.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public ILogger CreateLogger(string categoryName) => new RunLogger(this, categoryName);

    /// <summary>Uploads what was logged so far.</summary>
    /// <exception cref="CairnApiException">The server refused.</exception>
    /// <exception cref="CairnUnreachableException">The server is away and nothing is kept on disk.</exception>
    public async Task FlushAsync(CancellationToken cancel = default)
    {
        var flush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _lines.Writer.WriteAsync(flush, cancel);
        await flush.Task.WaitAsync(cancel);
    }

    /// <summary>Uploads the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_lines.Writer.TryComplete())
        {
            return;
        }
        await _writer;
        await using (_file)
        {
            await UploadAsync();
        }
    }

    /// <summary>Stops taking lines; the upload happens when the run ends.</summary>
    public void Dispose()
    {
        // Hosts dispose their providers; the run closes this one in its own time.
    }

    internal bool Takes(LogLevel level) => level >= _least && level != LogLevel.None;

    internal void Add(LogLevel level, string category, string text, Exception? fault)
    {
        var line = $"{_run.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level.ToString().ToLowerInvariant(),-11} {category}: {text}{(fault is null ? "" : "\n" + fault)}\n";
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private async Task WriteAsync()
    {
        var told = 0L;
        await foreach (var item in _lines.Reader.ReadAllAsync())
        {
            if (Dropped is var dropped && dropped > told)
            {
                _file.Write(System.Text.Encoding.UTF8.GetBytes($"({dropped - told} lines are left out here)\n"));
                told = dropped;
            }
            if (item is string line)
            {
                _file.Write(System.Text.Encoding.UTF8.GetBytes(line));
            }
            else
            {
                await FlushOneAsync((TaskCompletionSource)item);
            }
        }
    }

    private async Task FlushOneAsync(TaskCompletionSource flush)
    {
        try
        {
            await UploadAsync();
            flush.SetResult();
        }
        catch (Exception fault) when (fault is CairnApiException or CairnUnreachableException or IOException)
        {
            flush.SetException(fault);
        }
    }

    private async Task UploadAsync()
    {
        _file.Position = 0;
        await _run.UploadAsync(_path, _file);
        _file.Seek(0, SeekOrigin.End);
    }
}
