using Cairn.Compute.Local.Groups;
using Cairn.Compute.Targets;

namespace Cairn.Compute.Local;

/// <summary>An enrolled target on this machine.</summary>
/// <param name="Folder">Where scratches lie.</param>
internal sealed record LocalPlace(string Name, TargetShare Capacity, string Folder, TargetHealth Health)
{
    /// <summary>Where environments lie that are made of lock files.</summary>
    public string Environments { get; init; } = Folder + "-environments";

    /// <summary>Null where tasks are only watched: behind a scheduler, whose limits are those that hold.</summary>
    public ControlGroups? Groups { get; init; }
}
