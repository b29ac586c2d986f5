using Cairn.Contracts.Segments;
using Cairn.Serving.Logging;
using Cairn.Serving.Routing;

namespace Cairn.Serving.Shipping;

/// <summary>What is shipped, and what knows of it.</summary>
internal sealed record ShipParts(SegmentLog Log, RouteTable Routes, ColumnHash Hash, ShipMeter Meter, ShipSignal Signal);
