using Cairn.Registry.Models;
using Cairn.Registry.Probes;
using Cairn.Registry.Versions;

namespace Cairn.Registry;

/// <summary>The stores of the room.</summary>
internal sealed record RegistryStores(ModelStore Models, VersionStore Versions, ProbeStore Probes);
