namespace Cairn.Registry.Imports;

/// <summary>A file on its way here: as long as it likes, but no part of it may be waited for longer than <paramref name="patience"/>.</summary>
internal sealed class PatientStream(HttpResponseMessage answer, Stream inner, TimeSpan patience, TimeProvider real) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var over = new CancellationTokenSource(patience, real);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            return await inner.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The source sent nothing more of a file within {patience.TotalSeconds:0.###} seconds.", cause);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) answer.Dispose();
        base.Dispose(disposing);
    }
}
