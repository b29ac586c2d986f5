using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Client;

/// <summary>
/// A run that is going on. What is logged waits in a bounded queue and travels in the background, in its order, up to 1000 entries a call; a caller that
/// is faster than the server waits. Safe for concurrent use.
/// <para>Each entry takes effect once: a call whose answer was lost is sent again, and the server reads the same parameter, tag or point once. So two points of a
/// metric that are equal in value, step and millisecond are one.</para>
/// <para>With <see cref="RunOptions.BufferDirectory"/> nothing is lost while the server is away. What waits in memory, up to the queue's length, is lost when
/// the process is killed; <see cref="FlushAsync"/> draws a line.</para>
/// </summary>
public sealed class CairnRun : IAsyncDisposable
{
    private readonly RunLine _line;
    private readonly RunSender _sender;
    private readonly TimeProvider _time;
    private readonly List<IAsyncDisposable> _attached = [];
    private Task? _ended;

    internal CairnRun(RunLine line, RunSender sender, TimeProvider time) => (_line, _sender, _time) = (line, sender, time);

    /// <summary>The run's id on the server; null while the run is only on disk.</summary>
    public string? Id => _line.Place?.Id;

    /// <summary>True while the server is away and what is logged goes to the disk.</summary>
    public bool IsBuffering => _line.IsBuffering;

    internal TimeProvider Time => _time;

    /// <summary>Adds a point to a metric, at the present time. It allocates nothing while there is room in the queue.</summary>
    /// <param name="key">1 to 250 characters: letters, digits, <c>_ - . / :</c> and blanks.</param>
    /// <param name="value">Any number; NaN is kept, infinities become the largest double.</param>
    /// <param name="step">Any whole number; the point with the largest step is the metric's latest.</param>
    /// <exception cref="ArgumentException">The key is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    public ValueTask LogMetricAsync(string key, double value, long step = 0, CancellationToken cancel = default) =>
        LogMetricAsync(key, value, step, _time.GetUtcNow(), cancel);

    /// <param name="at">When it was measured; kept in milliseconds.</param>
    /// <inheritdoc cref="LogMetricAsync(string, double, long, CancellationToken)"/>
    public ValueTask LogMetricAsync(string key, double value, long step, DateTimeOffset at, CancellationToken cancel = default) =>
        _sender.PostAsync(new LogEntry(EntryKind.Metric, RunKeys.Checked(key), null, value, step, at.ToUnixTimeMilliseconds()), cancel);

    /// <summary>Sets a parameter. It is written once: the same value again is fine, another is refused, as a fault that the next flush tells.</summary>
    /// <param name="key">1 to 250 characters: letters, digits, <c>_ - . / :</c> and blanks.</param>
    /// <param name="value">Kept as text in the invariant culture, up to 6000 characters; booleans as <c>true</c> and <c>false</c>.</param>
    /// <inheritdoc cref="LogMetricAsync(string, double, long, CancellationToken)" path="/exception"/>
    public ValueTask LogParamAsync<T>(string key, T value, CancellationToken cancel = default) =>
        _sender.PostAsync(new LogEntry(EntryKind.Param, RunKeys.Checked(key), value is bool flag ? (flag ? "true" : "false") : string.Create(CultureInfo.InvariantCulture, $"{value}")), cancel);

    /// <summary>Sets a tag; the last value holds.</summary>
    /// <param name="key">1 to 250 characters: letters, digits, <c>_ - . / :</c> and blanks.</param>
    /// <param name="value">Up to 8000 characters.</param>
    /// <inheritdoc cref="LogMetricAsync(string, double, long, CancellationToken)" path="/exception"/>
    public ValueTask SetTagAsync(string key, string value, CancellationToken cancel = default) =>
        _sender.PostAsync(new LogEntry(EntryKind.Tag, RunKeys.Checked(key), value), cancel);

    /// <summary>Says which data the run read, and waits until the server, or the disk, has it.</summary>
    /// <exception cref="CairnApiException">The server refused.</exception>
    /// <exception cref="CairnUnreachableException">The server is away and nothing is kept on disk.</exception>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    public Task LogInputAsync(DatasetInput input, CancellationToken cancel = default)
    {
        var tags = input.Context is null ? [] : new JsonArray(new JsonObject { ["key"] = "mlflow.data.context", ["value"] = input.Context });
        var dataset = new JsonObject { ["name"] = input.Name, ["digest"] = input.Digest, ["source_type"] = input.SourceType, ["source"] = input.Source };
        return CallAsync("runs/log-inputs", new JsonObject { ["datasets"] = new JsonArray(new JsonObject { ["dataset"] = dataset, ["tags"] = tags }) }, cancel);
    }

    /// <summary>Uploads a file as it is read. The same path again replaces it.</summary>
    /// <param name="path">Where it goes, e.g. <c>plots/roc.png</c>.</param>
    /// <param name="content">Read from where it stands. One that cannot be sought in is sent once: it is neither tried again nor kept on disk.</param>
    /// <exception cref="ArgumentException">The path is not one of plain parts.</exception>
    /// <inheritdoc cref="LogInputAsync" path="/exception"/>
    public async Task UploadAsync(string path, Stream content, CancellationToken cancel = default)
    {
        RunKeys.Path(path);
        if (_line.Place is { } place && !IsBuffering)
        {
            var from = content.CanSeek ? content.Position : 0;
            try
            {
                await _line.Wire.UploadAsync(place, path, content, cancel);
                return;
            }
            catch (Exception fault) when (_line.MayBuffer && content.CanSeek && Retrier.IsPassing(fault))
            {
                content.Position = from;
            }
        }
        var kept = await _line.KeepAsync(path, content, cancel);
        await _sender.DoAsync(new RunAct(BufferKind.Artifact, kept.Write()), cancel);
    }

    /// <summary>Uploads a file of the disk.</summary>
    /// <param name="file">Its path on this machine.</param>
    /// <inheritdoc cref="UploadAsync(string, Stream, CancellationToken)"/>
    public async Task UploadAsync(string path, string file, CancellationToken cancel = default)
    {
        await using var content = File.OpenRead(file);
        await UploadAsync(path, content, cancel);
    }

    /// <summary>Copies an artifact as it comes.</summary>
    /// <exception cref="InvalidOperationException">The run is only on disk.</exception>
    /// <exception cref="CairnApiException">It is not there.</exception>
    /// <exception cref="CairnUnreachableException">No answer came, or it broke off.</exception>
    public Task DownloadAsync(string path, Stream target, CancellationToken cancel = default) => _line.Wire.CopyAsync(Known().ArtifactPath(RunKeys.Path(path)), target, cancel);

    /// <summary>The artifacts in one folder of the run; all at the top when it is empty.</summary>
    /// <inheritdoc cref="DownloadAsync" path="/exception"/>
    public async Task<IReadOnlyList<RunFile>> ListAsync(string folder = "", CancellationToken cancel = default)
    {
        var answer = await _line.Wire.GetAsync($"artifacts/list?run_id={Known().Id}&path={Uri.EscapeDataString(folder)}", cancel);
        return [.. (answer?["files"] as JsonArray ?? []).Select(file => new RunFile((string)file!["path"]!, (bool)file["is_dir"]!, (long?)file["file_size"]))];
    }

    /// <summary>Waits until all that was logged so far reached the server or the disk.</summary>
    /// <exception cref="CairnRunException">Some of it did not; told once.</exception>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    public async Task FlushAsync(CancellationToken cancel = default)
    {
        await _sender.DoAsync(RunAct.Flush(), cancel);
        Tell();
    }

    /// <summary>Sends the rest and ends the run. A run that was ended stays as it is.</summary>
    /// <exception cref="CairnRunException">Some of what was logged did not arrive; told once.</exception>
    /// <inheritdoc cref="LogInputAsync" path="/exception"/>
    public async Task EndAsync(RunStatus status = RunStatus.Finished, CancellationToken cancel = default)
    {
        await EndOnceAsync(status).WaitAsync(cancel);
        Tell();
    }

    /// <summary>Ends the run as finished unless it has ended. What could not be sent is told by <see cref="EndAsync"/>, never from here.</summary>
    public ValueTask DisposeAsync() => new(EndQuietlyAsync(RunStatus.Finished));

    internal async Task EndQuietlyAsync(RunStatus status)
    {
        try
        {
            await EndOnceAsync(status);
        }
        catch (Exception fault) when (fault is CairnApiException or CairnUnreachableException or IOException or UnauthorizedAccessException)
        {
            // The run stays as the server has it.
        }
    }

    internal Task CallAsync(string call, JsonObject body, CancellationToken cancel) => _sender.DoAsync(new RunAct(BufferKind.Call, RunCall.Write(call, body)), cancel);

    /// <summary>Something that logs to the run and is to be closed before it ends.</summary>
    internal void Attach(IAsyncDisposable bridge)
    {
        lock (_attached)
        {
            _attached.Add(bridge);
        }
    }

    private Task EndOnceAsync(RunStatus status)
    {
        lock (_attached)
        {
            return _ended ??= CloseAsync(status, [.. _attached]);
        }
    }

    private async Task CloseAsync(RunStatus status, IReadOnlyList<IAsyncDisposable> bridges)
    {
        try
        {
            foreach (var bridge in bridges)
            {
                await CloseAsync(bridge);
            }
            await CallAsync("runs/update", new JsonObject { ["status"] = status.ToString().ToUpperInvariant(), ["end_time"] = _time.GetUtcNow().ToUnixTimeMilliseconds() }, CancellationToken.None);
        }
        finally
        {
            await _sender.CloseAsync();
            if (IsBuffering)
            {
                await _line.ReturnAsync(CancellationToken.None);
            }
            _line.Dispose();
        }
    }

    private async Task CloseAsync(IAsyncDisposable bridge)
    {
        try
        {
            await bridge.DisposeAsync();
        }
        catch (Exception fault) when (fault is CairnApiException or CairnUnreachableException or IOException or UnauthorizedAccessException)
        {
            _sender.Note(new RunFault(bridge.GetType().Name, fault.Message));
        }
    }

    private void Tell()
    {
        if (_sender.TakeFaults() is { Count: > 0 } faults)
        {
            throw new CairnRunException(faults);
        }
    }

    private RunPlace Known() => _line.Place ?? throw new InvalidOperationException("the run is only on disk: the server was away when it began");
}
