using Cairn.Platform.Jobs;

namespace Cairn.Platform.Processes;

/// <summary>The runner of processes for a program that has no services.</summary>
public static class ProcessRunners
{
    public static IProcessRunner Of(RealTime real) => new ProcessRunner(real);
}
