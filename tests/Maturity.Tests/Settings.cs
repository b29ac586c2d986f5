namespace Cairn.Maturity.Tests;

/// <summary>How the project differs from the usual one.</summary>
internal sealed record Settings
{
    public string World { get; init; } = "real";

    public string Profile { get; init; } = "team";

    public bool App { get; init; } = true;

    /// <summary>Days between trainings.</summary>
    public int Beat { get; init; } = 7;

    public string MarkerMonitor { get; init; } = "psi:carrier";

    public IReadOnlyList<(string Person, string Role)> People { get; init; } =
    [
        ("person:ds1", "data-scientist"), ("person:de1", "data-engineer"), ("person:se1", "software-engineer"), ("person:se2", "software-engineer"),
    ];

    /// <summary>Who reviews what data scientists and engineers write.</summary>
    public bool JointReviews { get; init; } = true;
}
