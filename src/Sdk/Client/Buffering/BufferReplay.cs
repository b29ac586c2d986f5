namespace Cairn.Client;

/// <summary>Sends what a buffer holds, in its order. What was sent before an interruption is sent again at most once more, which changes nothing.</summary>
internal sealed class BufferReplay(RunWire wire, RunBuffer buffer, Action<RunFault> refused)
{
    private RunPlace? _place;

    /// <summary>Returns when all of it arrived or was refused; where the run lives.</summary>
    /// <exception cref="Exception">The server went away again, or does not take the run at all. The buffer keeps the rest.</exception>
    public async Task<RunPlace?> RunAsync(CancellationToken cancel)
    {
        long before = buffer.Sent(), sent = before;
        RunStart? start = null;
        try
        {
            foreach (var record in buffer.Records())
            {
                switch (record.Kind)
                {
                    case BufferKind.Start:
                        start = RunStart.Read(record.Payload);
                        break;
                    case BufferKind.Created:
                        _place = RunPlace.Read(record.Payload);
                        break;
                    case not BufferKind.Sent when record.End > before:
                        await SendAsync(record, start!, cancel);
                        sent = record.End;
                        break;
                }
            }
            return start is null ? null : await PlaceAsync(start, cancel);
        }
        catch when (sent > before)
        {
            buffer.MarkSent(sent);
            throw;
        }
    }

    private async Task SendAsync(BufferRecord record, RunStart start, CancellationToken cancel)
    {
        var place = await PlaceAsync(start, cancel);
        switch (record.Kind)
        {
            case BufferKind.Batch:
                var batch = new BatchSending(body => wire.CallAsync(place, "runs/log-batch", body, cancel), (entry, fault) => refused(new RunFault(entry.ToString(), fault.Message)));
                await batch.SendAsync(BatchJson.Read(record.Payload).ToArray());
                break;
            case BufferKind.Call:
                var (call, body) = RunCall.Read(record.Payload);
                await TakenAsync(call, () => wire.CallAsync(place, call, body, cancel));
                break;
            case BufferKind.Artifact:
                var kept = KeptFile.Read(record.Payload);
                await TakenAsync("artifact " + kept.Path, () => UploadAsync(place, kept, cancel));
                break;
        }
    }

    private async Task<RunPlace> PlaceAsync(RunStart start, CancellationToken cancel)
    {
        if (_place is null)
        {
            _place = await wire.CreateAsync(start, mayExist: true, cancel);
            buffer.Append(BufferKind.Created, _place.Write());
        }
        return _place;
    }

    private async Task UploadAsync(RunPlace place, KeptFile kept, CancellationToken cancel)
    {
        await using var content = File.OpenRead(buffer.KeptPath(kept.File));
        await wire.UploadAsync(place, kept.Path, content, cancel);
    }

    private async Task TakenAsync(string what, Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (CairnApiException refusal) when (!Retrier.IsPassing(refusal))
        {
            refused(new RunFault(what, refusal.Message));
        }
        catch (FileNotFoundException)
        {
            refused(new RunFault(what, "the kept file is not there any more"));
        }
    }
}
