using Cairn.Data;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>What the daily job works with.</summary>
internal sealed record MonitorParts(WindowStore Windows, WindowCloser Closer, EndpointDay Endpoints, AvailabilityDay Availability, MonitorProbes Probes, IModels Models, ISources Sources, IFeatures Features, IInputContracts Inputs);
