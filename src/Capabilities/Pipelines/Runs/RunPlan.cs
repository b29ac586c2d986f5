using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Caching;

namespace Cairn.Pipelines.Runs;

/// <summary>The file, the code and the steps of one run, in order.</summary>
/// <param name="Checkout">Read-only folder with the tree of <paramref name="Commit"/>.</param>
internal sealed record RunPlan(ProjectFile File, string Commit, string Checkout, IReadOnlyList<Step> Steps, Machine Machine)
{
    public CodeTree Code { get; } = new(Checkout);

    /// <summary>The tree holds exactly what the commit does.</summary>
    public bool Intact { get; init; }

    /// <summary>What the steps would execute with, looked at once for all of them.</summary>
    public RunTools Tools { get; } = new(Checkout, Machine);

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

    /// <summary>What must be installed for a step: its lock file, where the command names an interpreter that it is for.</summary>
    public TaskLock? InstalledFor(Step step)
        => (step.Env ?? File.Env) is { } name && Tools.InterpretersOf(step).FirstOrDefault(p => Interpreters.Fits(p, name)) is { } program && LockOf(step) is { } text ? new TaskLock(program, name, text) : null;

    /// <summary>What a step asks of its target's scheduler, as the file's <c>compute</c> says.</summary>
    public IReadOnlyDictionary<string, string> Wishes(Step step)
        => File.Compute.GetValueOrDefault(step.Compute ?? "") is { } target ? target.Options.ToDictionary(o => o.Key, o => o.Value.ToString(), StringComparer.Ordinal) : new Dictionary<string, string>();

    /// <summary>The content of the lock file of a step's environment; null when none is named.</summary>
    public string? LockOf(Step step) => (step.Env ?? File.Env) is { } name && Path.Combine(Checkout, name) is var path && System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : null;
}
