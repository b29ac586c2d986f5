using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using Cairn.Compute.Scheduled;
using Cairn.Contracts.Enrolment;

namespace Cairn.Compute;

/// <summary>How much of this machine tasks may take.</summary>
public sealed record ComputeOptions
{
    // They live for a second: what long processes gain by costs these more than it gives.
    private static readonly Dictionary<string, string> BuiltInEnvironment = new(StringComparer.Ordinal)
    {
        ["DOTNET_gcServer"] = "0", ["DOTNET_TieredPGO"] = "0", ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    private const string GpuFolder = "/proc/driver/nvidia/gpus";

    /// <summary>Tasks at once on the local target; a task may take several.</summary>
    [Range(1, 4096)]
    public int Slots { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes of memory that tasks of the local target may ask for together.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long Memory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Graphics processors of this machine, where their driver tells.</summary>
    [Range(0, 1024)]
    public int Gpus { get; init; } = Directory.Exists(GpuFolder) ? Directory.GetDirectories(GpuFolder).Length : 0;

    /// <summary>Bytes of log that are kept; a task that writes more is ended.</summary>
    [Range(1 << 10, 1L << 40)]
    public long LogLimit { get; init; } = 64L << 20;

    /// <summary>Bytes of all outputs of a task together, and of any one file it writes.</summary>
    [Range(1 << 10, 1L << 50)]
    public long OutputLimit { get; init; } = 64L << 30;

    /// <summary>Processes of one task at once; a task that has more is ended.</summary>
    [Range(1, 1 << 20)]
    public int ProcessLimit { get; init; } = 512;

    /// <summary>Time limit of tasks that name none.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Where commands are looked for; given to the tasks as PATH.</summary>
    [Required]
    public string SearchPath { get; init; } = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";

    /// <summary>Settings of pip by which environments of Python are restored: the server's own variables that begin with PIP_. Without an index or folder among them nothing is restored.</summary>
    public IReadOnlyDictionary<string, string> Pip { get; init; } = OwnVariables("PIP_");

    /// <summary>Settings of renv by which libraries of R are restored: the server's own variables that begin with RENV_. Where packages come from, a lock of renv says itself.</summary>
    public IReadOnlyDictionary<string, string> Renv { get; init; } = OwnVariables("RENV_");

    /// <summary>What is enrolled besides <c>local</c>, which may be among them to be set otherwise.</summary>
    public IReadOnlyList<EnrolledTarget> Targets { get; init; } = [];

    /// <summary>Program and arguments before <c>step KIND</c> and <c>launch FOLDER TOKEN</c>; on every node at the same path.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> StepHost { get; init; } =
    [
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet")), Path.Combine(AppContext.BaseDirectory, "Cairn.Server.dll"),
    ];

    /// <summary>What a task of this command is started with besides its own environment.</summary>
    internal IEnumerable<KeyValuePair<string, string>> EnvironmentOf(IReadOnlyList<string> command) => command.Take(StepHost.Count).SequenceEqual(StepHost) ? BuiltInEnvironment : [];

    private static Dictionary<string, string> OwnVariables(string prefix) => Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(n => n, n => Environment.GetEnvironmentVariable(n)!, StringComparer.Ordinal);

    /// <summary>Where the system lies whose list of packages counts.</summary>
    internal string SystemRoot { get; init; } = "/";

    /// <summary>How targets behind schedulers are looked after.</summary>
    internal ScheduledOptions Scheduled { get; init; } = new("");
}
