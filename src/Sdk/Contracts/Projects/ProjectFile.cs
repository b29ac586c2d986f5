using System.Runtime.CompilerServices;
using System.Text.Json;
using Cairn.Contracts.Projects.Checks;

namespace Cairn.Contracts.Projects;

/// <summary>One version of <c>cairn.yaml</c>, read and checked. Immutable; maps keep the order of the file.</summary>
public sealed record ProjectFile(ProjectInfo Project)
{
    /// <summary>Largest file read.</summary>
    public const int MaxBytes = 1 << 20;

    // One graph for each set of steps, however often it is asked.
    private static readonly ConditionalWeakTable<IReadOnlyDictionary<string, Step>, StepGraph> Graphs = [];

    /// <summary><c>sha256:…</c> of the file's bytes.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Lock file of the environment of every step.</summary>
    public string? Env { get; init; }

    /// <summary>Lock file of the system's packages for every step.</summary>
    public string? System { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Params { get; init; }

    public required IReadOnlyDictionary<string, DataSource> Data { get; init; }

    public required IReadOnlyDictionary<string, FeatureView> Features { get; init; }

    /// <summary>The file's own, and one for each feature under its name.</summary>
    public required IReadOnlyDictionary<string, Step> Steps { get; init; }

    public required IReadOnlyDictionary<string, Gate> Gates { get; init; }

    public required IReadOnlyDictionary<string, Endpoint> Endpoints { get; init; }

    public required IReadOnlyDictionary<string, Monitor> Monitors { get; init; }

    public required IReadOnlyDictionary<string, Trigger> Triggers { get; init; }

    public required IReadOnlyDictionary<string, ComputeTarget> Compute { get; init; }

    /// <summary>dev, test and production when the file names none.</summary>
    public required IReadOnlyDictionary<string, DeploymentEnvironment> Environments { get; init; }

    /// <summary>Globs by area of the code.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Code { get; init; }

    public required IReadOnlyDictionary<string, Suite> Suites { get; init; }

    public required IReadOnlyDictionary<string, Build> Builds { get; init; }

    /// <summary>Steps in an order in which each comes after what feeds it; of equals, the order of the file.</summary>
    public IReadOnlyList<string> Order => Graph.Order;

    /// <summary>The step and everything it needs, in order.</summary>
    /// <exception cref="KeyNotFoundException">No such step.</exception>
    public IReadOnlyList<string> UpTo(string step) => Graph.UpTo(step);

    /// <summary>Everything that follows from the step, without it, in order.</summary>
    /// <exception cref="KeyNotFoundException">No such step.</exception>
    public IReadOnlyList<string> Downstream(string step) => Graph.Downstream(step);

    /// <summary>Steps that feed this one, by ports and by its <c>if</c>.</summary>
    public IReadOnlyList<string> Needs(string step) => Graph.Needs(step);

    private StepGraph Graph => Graphs.GetValue(Steps, static steps => new StepGraph(steps));

    /// <summary>
    /// Where the goal of a step's sweep is measured: by the step itself, else by the first step with metrics that takes what it makes; null when nothing does. Of a built-in that
    /// step goes first.
    /// </summary>
    public Step? Judge(Step swept)
    {
        ArgumentNullException.ThrowIfNull(swept);
        bool measures = swept.Out.Values.Contains(PortType.Metrics);
        // What a built-in measures as it trains is of the rows it trained on: a goal only for whoever names it.
        if (measures && (swept.Use is null || swept.Sweep?.Goal.Metric.StartsWith("train_", StringComparison.Ordinal) is true))
        {
            return swept;
        }

        return Steps.Values.FirstOrDefault(s => s.Out.Values.Contains(PortType.Metrics) && s.In.Values.Any(r => !r.IsData && r.Owner == swept.Name)) ?? (measures ? swept : null);
    }

    /// <summary>Reads and checks a file. Never throws for what is in it.</summary>
    /// <param name="fileName">As it is to be shown in faults.</param>
    public static ProjectFileResult Parse(string text, string fileName) => ProjectFileReader.Read(text, fileName);

    /// <summary>The same from bytes, which must be UTF-8.</summary>
    public static ProjectFileResult Parse(ReadOnlySpan<byte> utf8, string fileName) => ProjectFileReader.Read(utf8, fileName);

    /// <summary>Reads a file that was in force once: a rule that came after it is no fault of it.</summary>
    public static ProjectFileResult Recall(string text, string fileName) => ProjectFileReader.Read(text, fileName, recalled: true);
}
