using System.Threading.Channels;

namespace Cairn.Serving.Shipping;

/// <summary>Says that segments were closed since it was waited for.</summary>
internal sealed class ShipSignal
{
    private readonly Channel<bool> _one = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _one.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _one.Reader.ReadAsync(cancellation);
}
