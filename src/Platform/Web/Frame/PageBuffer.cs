using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

/// <summary>Keeps a body that is HTML and lets every other through, decided at its first byte.</summary>
internal sealed class PageBuffer(HttpResponse response, Stream through) : Stream
{
    private MemoryStream? _kept;
    private bool _decided;

    /// <summary>The whole page; null when the answer was none.</summary>
    public string? Html => _kept is null ? null : Encoding.UTF8.GetString(_kept.GetBuffer(), 0, (int)_kept.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Target.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Target.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Target.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => _kept is null ? through.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Flush()
    {
        if (_kept is null) through.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private Stream Target
    {
        get
        {
            if (!_decided && response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true) _kept = new MemoryStream();
            _decided = true;
            return _kept ?? through;
        }
    }
}
