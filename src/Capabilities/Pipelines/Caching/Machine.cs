using System.Runtime.InteropServices;
using Cairn.Compute;

namespace Cairn.Pipelines.Caching;

/// <summary>What steps execute on, as seen from here.</summary>
internal sealed class Machine(ProgramFiles programs, EngineVersions engines, ComputeOptions options, ICompute compute)
{
    public static string Platform => RuntimeInformation.RuntimeIdentifier;

    public ProgramFiles Programs => programs;

    public EngineVersions Engines => engines;

    public string SearchPath => options.SearchPath;

    public double? CostOf(string project, string target, double slots, int gpus, TimeSpan duration, double cpuSeconds) => compute.CostOf(project, target, slots, gpus, duration, cpuSeconds);

    public string? ImageOf(string target) => compute.ImageOf(target);

    public string? InstalledFor(string program, string searchPath) => compute.InstalledFor(program, searchPath);

    public string ClassOf(string target, bool gpu) => compute.ClassOf(target, gpu);
}
