namespace Cairn.Serving.Shipping;

/// <summary>The last word of the shipper, for whoever reads the counters.</summary>
internal sealed class ShipMeter
{
    private volatile ShippingReading? _reading;

    /// <summary>Null where nothing is shipped.</summary>
    public ShippingReading? Reading { get => _reading; set => _reading = value; }
}
