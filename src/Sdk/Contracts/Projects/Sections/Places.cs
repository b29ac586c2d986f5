using System.Text.Json;

namespace Cairn.Contracts.Projects;

public enum ComputeKind
{
    Local,
    Slurm,
    Kubernetes,
}

/// <summary>Where steps run.</summary>
/// <param name="Options">Options of that kind, by key of the file.</param>
public sealed record ComputeTarget(string Name, ComputeKind Kind, IReadOnlyDictionary<string, JsonElement> Options);

/// <summary>The part an environment plays in the rules.</summary>
public enum EnvironmentRole
{
    Train,
    Test,
    Production,
}

/// <summary>Endpoints, compute and settings that belong together.</summary>
/// <param name="Sample">Part of the data used there; everything when null.</param>
/// <param name="Protected">Changes need an approval.</param>
public sealed record DeploymentEnvironment(string Name, EnvironmentRole Role, Share? Sample, bool Protected, string? Compute);
