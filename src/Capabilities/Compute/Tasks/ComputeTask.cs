using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cairn.Contracts.Projects;

namespace Cairn.Compute;

/// <summary>One command to be run in a directory of its own. Nothing of it is read by a shell unless the command is one.</summary>
/// <param name="Key">Unique for ever, one per attempt: 1 to 120 of <c>a-z A-Z 0-9 . _ -</c>, not beginning with a dot.</param>
/// <param name="Command">Program and arguments.</param>
public sealed record ComputeTask(string Key, string Project, IReadOnlyList<string> Command)
{
    /// <summary>The wish of a container image.</summary>
    public const string ImageWish = "image";

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A checkout; the command works in a copy of it, so that it cannot change it. Null for an empty directory.</summary>
    public string? SourceDirectory { get; init; }

    /// <summary>Input port to absolute path of a file or directory; given as <c>CAIRN_IN_PORT</c> and in <c>in.json</c>.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = None;

    /// <summary>Output ports; the command must make a file or directory at each <c>CAIRN_OUT_PORT</c>.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>Written to a file whose path is <c>CAIRN_PARAMS</c>.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>Variables besides those of Cairn, PATH, HOME, LANG and TMPDIR; nothing is inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = None;

    /// <summary>Values to be masked in the log, plain, in base64 and URL-encoded; give the secrets named in <see cref="Environment"/>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Programs it names whose versions and packages are to be told with its result; <see cref="Cairn.Compute.Interpreters"/> says which can be.</summary>
    public IReadOnlyList<string> Interpreters { get; init; } = [];

    /// <summary>What must be installed: restored where that can be done, else the task is refused when it differs. Null when nothing is asked.</summary>
    public TaskLock? Lock { get; init; }

    /// <summary>Packages that the system must have: the task is refused where it has others.</summary>
    public IReadOnlyList<SystemLock> System { get; init; } = [];

    /// <summary>It may run where what is installed differs from <see cref="Lock"/> or <see cref="System"/>.</summary>
    public bool AllowDrift { get; init; }

    public string Target { get; init; } = "local";

    /// <summary>Its place among the tasks of its project that wait.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    public long? Seed { get; init; }

    /// <summary>Real time from its start after which the whole tree is ended.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Resident memory of the whole tree, in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>Bytes that must be free where it works, or it does not begin.</summary>
    public long? Disk { get; init; }

    /// <summary>CPU seconds of each process of the tree.</summary>
    public int? Cpu { get; init; }

    /// <summary>Graphics processors it asks for; on this machine those it is given are told by <c>CUDA_VISIBLE_DEVICES</c>.</summary>
    public int Gpus { get; init; }

    /// <summary>What it asks of the target's scheduler, by key of the project file: partition, account, qos, gres, nodes, queue, image.</summary>
    public IReadOnlyDictionary<string, string> Wishes { get; init; } = None;

    /// <summary>The container image that it runs in; null when it names none.</summary>
    [JsonIgnore]
    public string? Image => Wishes.GetValueOrDefault(ImageWish);

    /// <summary>What the caller writes down about it; nothing is started before that is done.</summary>
    [JsonIgnore]
    public Task StartsAfter { get; init; } = Task.CompletedTask;

    /// <summary>The caller writes a success down itself (<see cref="ComputeResult.Record"/>), in the transaction in which it makes something of it.</summary>
    [JsonIgnore]
    public bool RecordedByCaller { get; init; }

    /// <summary>Cores' worth of CPU time it may use, where the target can hold it to that; null when it named none.</summary>
    public double? Cores { get; init; }

    /// <summary>Slots it takes of the target, rounded up and at most all of them.</summary>
    public double CpuShare { get; init; } = 1;
}
