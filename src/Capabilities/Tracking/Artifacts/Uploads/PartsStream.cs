namespace Cairn.Tracking.Artifacts.Uploads;

/// <summary>Files read one after the other, one open at a time.</summary>
internal sealed class PartsStream(IReadOnlyList<string> paths) : Stream
{
    private FileStream? _open;
    private int _next;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (_open is not null && await _open.ReadAsync(buffer, cancellationToken) is > 0 and var read) return read;
            if (!MoveNext()) return 0;
        }
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            if (_open?.Read(buffer, offset, count) is > 0 and var read) return read;
            if (!MoveNext()) return 0;
        }
        return 0;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _open?.Dispose();
        base.Dispose(disposing);
    }

    private bool MoveNext()
    {
        _open?.Dispose();
        _open = _next < paths.Count ? new FileStream(paths[_next++], FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0) : null;
        return _open is not null;
    }
}
