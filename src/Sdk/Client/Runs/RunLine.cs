namespace Cairn.Client;

/// <summary>
/// The way of one run's messages, in their order: to the server, or, once it is away and a folder is named, to the run's buffer until everything in it
/// was sent. One caller at a time.
/// </summary>
internal sealed class RunLine(RunWire wire, RunWire once, RunStart start, RunOptions options, TimeProvider time) : IDisposable
{
    private readonly Action<RunFault> _ignore = _ => { };
    private volatile RunPlace? _place;
    private volatile RunBuffer? _buffer;
    private DateTimeOffset _again;

    /// <summary>What the server refused of what had been kept.</summary>
    public Action<RunFault>? Refused { get; set; }

    /// <summary>Null while the run is only on disk.</summary>
    public RunPlace? Place => _place;

    public bool IsBuffering => _buffer is not null;

    public bool MayBuffer => options.BufferDirectory is not null;

    public RunWire Wire => wire;

    public async Task OpenAsync(CancellationToken cancel)
    {
        try
        {
            _place = await wire.CreateAsync(start, mayExist: false, cancel);
        }
        catch (Exception fault) when (MayBuffer && Retrier.IsPassing(fault))
        {
            Leave();
        }
    }

    public async Task SendAsync(BufferKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        if (IsBuffering && time.GetUtcNow() >= _again)
        {
            await ReturnAsync(cancel);
        }
        if (!IsBuffering)
        {
            try
            {
                await SendNowAsync(_place!, kind, payload, cancel);
                return;
            }
            catch (Exception fault) when (MayBuffer && Retrier.IsPassing(fault))
            {
                Leave();
            }
        }
        _buffer!.Append(kind, payload.Span);
    }

    /// <summary>Copies a file beside the buffer, to be sent by a message of its own.</summary>
    public async Task<KeptFile> KeepAsync(string path, Stream content, CancellationToken cancel) =>
        new(path, await RunBuffer.KeepAsync(options.BufferDirectory!, start, content, cancel));

    /// <summary>Sends what was kept, if the server is there again and takes it; else all stays.</summary>
    public async Task ReturnAsync(CancellationToken cancel)
    {
        try
        {
            _place = await new BufferReplay(once, _buffer!, Refused ?? _ignore).RunAsync(cancel);
            _buffer!.Delete();
            _buffer = null;
        }
        catch (Exception fault) when (fault is CairnApiException or CairnUnreachableException)
        {
            if (!Retrier.IsPassing(fault))
            {
                (Refused ?? _ignore)(new RunFault("the run", fault.Message));
            }
            Wait();
        }
    }

    public void Dispose() => _buffer?.Dispose();

    private async Task SendNowAsync(RunPlace place, BufferKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        switch (kind)
        {
            case BufferKind.Batch:
                await wire.CallAsync(place, "runs/log-batch", payload, cancel);
                break;
            case BufferKind.Call:
                var (call, body) = RunCall.Read(payload);
                await wire.CallAsync(place, call, body, cancel);
                break;
            case BufferKind.Artifact:
                var kept = KeptFile.Read(payload.Span);
                var path = RunBuffer.KeptPath(options.BufferDirectory!, start, kept.File);
                await using (var content = File.OpenRead(path))
                {
                    await wire.UploadAsync(place, kept.Path, content, cancel);
                }
                File.Delete(path);
                break;
        }
    }

    private void Leave()
    {
        _buffer = RunBuffer.Begin(options.BufferDirectory!, start, _place);
        Wait();
    }

    private void Wait() => _again = time.GetUtcNow() + options.AskAgain;
}
