using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class EnvironmentKeys
{
    private static readonly Key<EnvironmentRole> Role = new("role", Of.Enum<EnvironmentRole>("role"), "train, test or production; by the name unless said");
    private static readonly Key<Share> Sample = new("sample", Of.Share, "part of the data used there");
    private static readonly Key<bool> Protected = new("protected", Of.Bool, "changes need an approval");
    private static readonly Key<string> Compute = new("compute", Of.Name, "compute target for steps that name none");

    public static readonly Shape<DeploymentEnvironment> Shape = new BlockShape<DeploymentEnvironment>(
        "environment", "endpoints, compute and settings that belong together", [Role, Sample, Protected, Compute], f => Make(f.Name, f));

    /// <summary>The environments of a file that names none.</summary>
    public static IReadOnlyDictionary<string, DeploymentEnvironment> Standard { get; } = new[] { "dev", "test", "production" }
        .ToDictionary(n => n, n => new DeploymentEnvironment(n, RoleOf(n), null, false, null), StringComparer.Ordinal);

    private static DeploymentEnvironment Make(string name, Fields f) =>
        new(name, f.Or(Role, RoleOf(name)), f.Value(Sample), f.Or(Protected, false), f.Get(Compute));

    private static EnvironmentRole RoleOf(string name) => name switch
    {
        "production" or "prod" => EnvironmentRole.Production,
        "dev" => EnvironmentRole.Train,
        _ => EnvironmentRole.Test,
    };
}
