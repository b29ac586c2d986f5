using System.Text.Json;

namespace Cairn.Contracts.Projects;

/// <summary>The types of ports.</summary>
public enum PortType
{
    Table,
    Model,
    Metrics,
    Report,
    File,
    Dir,
}

/// <summary>One node of the pipeline: a command (<see cref="Run"/>) or a built-in (<see cref="Use"/>), exactly one of the two.</summary>
public sealed record Step(string Name)
{
    public string? Run { get; init; }

    public string? Use { get; init; }

    /// <summary>Input ports, in the order of the file.</summary>
    public IReadOnlyDictionary<string, PortRef> In { get; init; } = new Dictionary<string, PortRef>();

    /// <summary>Output ports; those of the built-in when the file says nothing.</summary>
    public IReadOnlyDictionary<string, PortType> Out { get; init; } = new Dictionary<string, PortType>();

    /// <summary>Options of the built-in.</summary>
    public IReadOnlyDictionary<string, JsonElement> With { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What the dataset is called that <c>predict</c> makes: its own name unless said.</summary>
    public string DatasetName => With.TryGetValue("dataset", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : Name;

    /// <summary>Parameters, a reference such as <c>$train</c> already resolved.</summary>
    public IReadOnlyDictionary<string, JsonElement> Params { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Name of the group in the file's <c>params</c> that <see cref="Params"/> came from, or null.</summary>
    public string? ParamsFrom { get; init; }

    /// <summary>One cached task per partition or item; null for one task in all.</summary>
    public StepMap? Map { get; init; }

    public Condition? If { get; init; }

    public Resources Resources { get; init; } = new();

    /// <summary>Name of a compute target; null is the local pool.</summary>
    public string? Compute { get; init; }

    /// <summary>What the file says; the run's own goes before it.</summary>
    public Priority? Priority { get; init; }

    public Retry Retry { get; init; } = new(0);

    public long? Seed { get; init; }

    public Sweep? Sweep { get; init; }

    /// <summary>Wall time after which the step is ended; null when the file says nothing.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Lock file of the environment; the file's own <c>env</c> when null.</summary>
    public string? Env { get; init; }

    /// <summary>Lock file of the system's packages; the file's own <c>system</c> when null.</summary>
    public string? System { get; init; }

    /// <summary>Environment variables of the command.</summary>
    public IReadOnlyDictionary<string, string> Vars { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of secrets given to the command as variables of the same name.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}

/// <summary>What a port is fed from: <c>data.flights</c> (a source, <paramref name="Port"/> may be a column) or <c>split.train</c> (a step's port).</summary>
public sealed record PortRef(string Owner, string? Port, bool IsData)
{
    /// <summary>Written as <c>features.name</c>: the facts of a feature.</summary>
    public bool IsFeature { get; init; }

    public override string ToString() => (IsData ? "data." : "") + Owner + (Port is null ? "" : "." + Port);
}

/// <summary>What a step asks of its compute target.</summary>
/// <param name="Cpu">Cores, above 0.</param>
/// <param name="Time">Limit asked of the scheduler.</param>
public sealed record Resources(double? Cpu = null, ByteSize? Memory = null, int Gpu = 0, TimeSpan? Time = null, ByteSize? Disk = null);

/// <param name="Times">Further attempts after the first, 0 to 10.</param>
/// <param name="Wait">Pause before the next attempt.</param>
public sealed record Retry(int Times, TimeSpan? Wait = null)
{
    /// <summary>Classes of failure: lost, preempted, oom, timeout, exit. Lost and preempted unless written.</summary>
    public IReadOnlyList<string> For { get; init; } = ["lost", "preempted"];
}
