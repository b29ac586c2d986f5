using System.Net;
using System.Text;

namespace Cairn.Serving.Tests.Support;

/// <summary>A body whose second half waits for a signal.</summary>
internal sealed class GatedContent : HttpContent
{
    private readonly byte[] _body;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GatedContent(string body)
    {
        _body = Encoding.UTF8.GetBytes(body);
        Headers.ContentType = new("application/json");
    }

    public Task Begun => _begun.Task;

    public void Open() => _open.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_body.AsMemory(0, 10));
        await stream.FlushAsync();
        _begun.TrySetResult();
        await _open.Task;
        await stream.WriteAsync(_body.AsMemory(10));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
