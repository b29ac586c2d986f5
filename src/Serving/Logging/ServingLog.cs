using Cairn.Contracts.Segments;

namespace Cairn.Serving.Logging;

internal sealed class ServingLog(SegmentLog log, ColumnHash hash) : IServingLog
{
    public string Directory => log.Root;

    public ReadOnlyMemory<byte> HashKey => hash.Key;

    public Task FlushAsync() => log.FlushAsync();

    public async Task CloseSegmentsAsync(string? endpoint = null)
    {
        if (endpoint is null)
        {
            await log.CloseSegmentsAsync();
            return;
        }

        foreach (var (key, stream) in log.Streams)
            if (key.Endpoint == endpoint) await log.CloseSegmentsAsync(stream);
    }
}
