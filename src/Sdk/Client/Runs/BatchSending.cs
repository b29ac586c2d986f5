using System.Buffers;

namespace Cairn.Client;

/// <summary>Sends entries as one batch. What the server refuses is looked for by halves, so that one bad entry does not cost the others.</summary>
internal sealed class BatchSending(Func<ReadOnlyMemory<byte>, Task> send, Action<LogEntry, Exception> refused)
{
    private readonly ArrayBufferWriter<byte> _body = new(1 << 12);

    public async Task SendAsync(ReadOnlyMemory<LogEntry> entries)
    {
        try
        {
            _body.ResetWrittenCount();
            BatchJson.Write(_body, entries.Span);
            await send(_body.WrittenMemory);
        }
        catch (CairnApiException refusal) when (refusal.Status == 400 && entries.Length > 1)
        {
            await SendAsync(entries[..(entries.Length / 2)]);
            await SendAsync(entries[(entries.Length / 2)..]);
        }
        catch (CairnApiException refusal) when (!Retrier.IsPassing(refusal))
        {
            for (var i = 0; i < entries.Length; i++)
            {
                refused(entries.Span[i], refusal);
            }
        }
    }
}
