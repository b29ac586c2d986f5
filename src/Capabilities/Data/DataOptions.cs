using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Cairn.Data;

/// <summary>Bounds on what is gathered.</summary>
public sealed record DataOptions
{
    /// <summary>The environment variable with <see cref="Hosts"/>, parted by commas.</summary>
    public const string HostsVariable = "CAIRN_SOURCE_HOSTS";

    /// <summary>Hosts that sources may reach although they have addresses of a private network, over http too; and the database servers.</summary>
    public IReadOnlySet<string> Hosts { get; init; } = (Environment.GetEnvironmentVariable(HostsVariable) ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Bytes of one partition as it comes.</summary>
    [Range(1 << 10, 1L << 50)]
    public long ArrivalLimit { get; init; } = 32L << 30;

    /// <summary>Columns of one table.</summary>
    [Range(1, 100_000)]
    public int ColumnLimit { get; init; } = 2000;

    /// <summary>Memory of the engine that reads, in bytes; its process may use half a GiB more.</summary>
    [Range(64L << 20, 1L << 42)]
    public long Memory { get; init; } = 1L << 30;

    /// <summary>Real time for reading one partition.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Real time until a source on the web has taken a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The addresses of a host; the system's way unless a test has its own.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>When sources of <c>every: new</c> are looked at, as a cron line in UTC.</summary>
    [Required]
    public string Scan { get; init; } = "0 * * * *";
}
