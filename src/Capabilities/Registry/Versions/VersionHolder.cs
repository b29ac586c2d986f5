using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Versions;

/// <summary>A run or a logged model stays while a registered version was made from it.</summary>
internal sealed class VersionHolder(VersionStore store) : IRunHolder
{
    public string? Holds(SqlSession session, string runOrModel)
        => store.MadeFrom(session, runOrModel) is { } version ? $"version {version.Number} of the model '{version.Name}' was made from it" : null;
}
