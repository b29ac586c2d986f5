using Cairn.Projects;
using Cairn.Tracking;

namespace Cairn.Registry.Versions;

/// <summary>What versions ask of other rooms.</summary>
internal sealed record VersionParts(IProjects Projects, IRuns Runs);
