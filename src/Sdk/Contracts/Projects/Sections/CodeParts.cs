namespace Cairn.Contracts.Projects;

/// <summary>The areas code is sorted into.</summary>
public static class CodeAreas
{
    public static IReadOnlyList<string> All { get; } = ["app", "scoring", "training", "pipeline", "data", "contract", "monitoring", "infra"];
}

/// <summary>The test suites the records know.</summary>
public static class SuiteKinds
{
    public static IReadOnlyList<string> All { get; } =
        ["app-unit", "app-integration", "scoring-unit", "training-unit", "pipeline-integration", "data-unit", "model-integration"];
}

/// <summary>A test suite: a command that leaves a report.</summary>
/// <param name="Name">One of <see cref="SuiteKinds.All"/>.</param>
/// <param name="Report">Path of a JUnit (.xml) or TRX (.trx) file.</param>
/// <param name="Area">Area of the code it covers.</param>
public sealed record Suite(string Name, string Run, string Report, string Area);

/// <summary>Something built from the code.</summary>
/// <param name="Out">Path of the file or folder it makes.</param>
public sealed record Build(string Name, string Run, string Out, string Area);
