namespace Cairn.Architecture.Tests;

/// <summary>The order of the house: a room sees what stands below it, and among capabilities what stands left of it.</summary>
internal static class Layers
{
    /// <summary>From the bottom. Serving stands beside the platform: the data plane knows no database.</summary>
    public static readonly IReadOnlyDictionary<string, int> Height = new Dictionary<string, int>
    {
        ["Libraries"] = 0,
        ["Sdk"] = 1,
        ["Serving"] = 2,
        ["Platform"] = 2,
        ["Capabilities"] = 3,
        ["Apps"] = 4,
    };

    public static readonly IReadOnlyList<string> Capabilities =
    [
        "Identity", "Projects", "Compute", "Code", "Data", "Tracking", "Registry", "Endpoints", "Delivery", "Monitoring", "Pipelines", "Maturity",
    ];
}
