using Cairn.Endpoints;
using Cairn.Serving;

namespace Cairn.Server;

internal sealed class ServingSegments(IServingLog log) : ISegmentFolder
{
    public string Directory => log.Directory;

    public ReadOnlyMemory<byte> HashKey => log.HashKey;

    public Task CloseAsync(string route, CancellationToken cancellation) => log.CloseSegmentsAsync(route).WaitAsync(cancellation);

    public Task FlushAsync(CancellationToken cancellation) => log.FlushAsync().WaitAsync(cancellation);
}
