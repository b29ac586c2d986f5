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

    public double? CostOf(string project, string target, ComputeUse use) => compute.CostOf(project, target, use);

    public string? ImageOf(string target) => compute.ImageOf(target);

    public Task<string?> InstalledForAsync(string program, string searchPath, CancellationToken cancellation) => compute.InstalledForAsync(program, searchPath, cancellation);

    public string ClassOf(string target, bool gpu) => compute.ClassOf(target, gpu);
}
