using Cairn.Compute.Environments;

namespace Cairn.Compute;

/// <summary>What must be installed where a task runs.</summary>
/// <param name="Interpreter">The program that the task names, such as <c>python3</c>, <c>Rscript</c> or <c>dotnet</c>.</param>
/// <param name="Name">Name of the lock file; it tells its form.</param>
/// <param name="Text">Its content.</param>
public sealed record TaskLock(string Interpreter, string Name, string Text)
{
    /// <summary>Whether it fixes the whole environment; what else is installed does not count then.</summary>
    public bool IsExact => LockedPackages.IsExact(this);
}
