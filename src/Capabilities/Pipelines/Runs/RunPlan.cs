using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Data;
using Cairn.Pipelines.Caching;
using Cairn.Pipelines.Maps;

namespace Cairn.Pipelines.Runs;

/// <summary>The file, the code and the steps of one run, in order, and what was looked up for it.</summary>
/// <param name="Code">The read-only tree of <paramref name="Commit"/>.</param>
internal sealed record RunPlan(ProjectFile File, string Commit, CodeTree Code, IReadOnlyList<Step> Steps, Machine Machine)
{
    public string Checkout => Code.Root;

    /// <summary>Of each source that was asked for, the versions that the run reads.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<DatasetVersion>> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>What steps were seen to run in -> the digest under which that is on record, and the image it names.</summary>
    public ConcurrentDictionary<string, (string Digest, string? Image)> Environments { get; } = new(StringComparer.Ordinal);

    /// <summary>What is still to be removed of steps that are over.</summary>
    public Leftovers Leftovers { get; } = new();

    /// <summary>The tree holds exactly what the commit does.</summary>
    public bool Intact { get; init; }

    /// <summary>What the steps would execute with, looked at once for all of them.</summary>
    public RunTools Tools { get; } = new(Code.Root, Machine);

    /// <summary>Parameters of a step: the file's, with those of the run in their place.</summary>
    public JsonObject ParamsOf(Step step, JsonObject overrides)
    {
        var all = new JsonObject();
        foreach ((string name, System.Text.Json.JsonElement value) in step.Params) all[name] = JsonNode.Parse(value.GetRawText());
        foreach ((string name, JsonNode? value) in overrides)
            if (name.StartsWith(step.Name + ".", StringComparison.Ordinal)) all[name[(step.Name.Length + 1)..]] = value?.DeepClone();
        return all;
    }

    /// <summary>What class of compute a step runs on.</summary>
    public string ClassOf(Step step) => Machine.ClassOf(step.Compute ?? "local", step.Resources.Gpu > 0);

    /// <summary>What so much time of a step costs where it runs; null where nothing is charged.</summary>
    public double? CostOf(string project, Step step, TimeSpan duration, double cpuSeconds) => Machine.CostOf(project, step.Compute ?? "local", new ComputeUse(step.Resources.Cpu ?? 1, step.Resources.Gpu, duration, cpuSeconds));

    /// <summary>What must be installed for a step: its lock file, where the command names an interpreter that it is for.</summary>
    public TaskLock? LockFor(Step step)
        => (step.Env ?? File.Env) is { } name && Tools.InterpretersOf(step).FirstOrDefault(p => Interpreters.Fits(p, name)) is { } program && LockOf(step) is { } text ? new TaskLock(program, name, text) : null;

    /// <summary>What a step asks of its target's scheduler, as the file's <c>compute</c> says.</summary>
    public IReadOnlyDictionary<string, string> Wishes(Step step)
        => File.Compute.GetValueOrDefault(step.Compute ?? "") is { } target ? target.Options.ToDictionary(o => o.Key, o => o.Value.ToString(), StringComparer.Ordinal) : new Dictionary<string, string>();

    /// <summary>The container image that a step runs in; null where its target has none.</summary>
    public string? ImageOf(Step step) => Wishes(step).GetValueOrDefault(ComputeTask.ImageWish) ?? Machine.ImageOf(step.Compute ?? "local");

    /// <summary>Whether what is installed for an interpreter counts of a step: not in an image, which says it, nor where a lock file fixes it.</summary>
    public bool CountsInstalled(Step step, string program) => ImageOf(step) is null && !(LockFor(step) is { IsExact: true } locked && locked.Interpreter == program);

    /// <summary>The content of the lock file of a step's environment; null when none is named.</summary>
    public string? LockOf(Step step) => (step.Env ?? File.Env) is { } name ? Code.TextOf(name) : null;

    /// <summary>The content of the lock file of the system's packages; null when none is named.</summary>
    public string? SystemTextOf(Step step) => (step.System ?? File.System) is { } name ? Code.TextOf(name) : null;

    /// <summary>Packages that the system must have for a step; null when nothing is said.</summary>
    /// <exception cref="StepFaultException">The file is not there, or names none.</exception>
    public SystemLock? SystemLockOf(Step step)
    {
        if ((step.System ?? File.System) is not { } name) return null;
        try
        {
            return SystemLock.Read(name, SystemTextOf(step) ?? throw new StepFaultException($"The commit has no file '{name}', which 'system' of cairn.yaml names."));
        }
        catch (FormatException e)
        {
            throw new StepFaultException(e.Message);
        }
    }

    /// <summary>Steps that must be done before one can begin.</summary>
    public IEnumerable<string> Needs(Step step) => step.Sweep is null || File.Judge(step) is not { } judge || judge == step ? File.Needs(step.Name)
        // The trials of a sweep are measured by a later step, which must find its other inputs.
        : File.Needs(step.Name).Concat(judge.In.Values.Where(r => !r.IsData && r.Owner != step.Name && !File.Downstream(step.Name).Contains(r.Owner)).Select(r => r.Owner));
}
