using System.ComponentModel.DataAnnotations;
using Cairn.Serving.Snapshots;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving;

/// <summary>Settings of the data plane; checked once at start.</summary>
public sealed class ServingOptions
{
    /// <summary>Directory of the log, one per process.</summary>
    [Required]
    public string LogDirectory { get; set; } = "";

    /// <summary>A snapshot file to load and to watch; without one the host applies snapshots itself.</summary>
    public string? SnapshotFile { get; set; }

    /// <summary>The server whose snapshot this copy follows, in place of a file.</summary>
    public ControlPlane? ControlPlane { get; set; }

    /// <summary>Time between two questions to it, in milliseconds; after one that failed it grows to half a minute.</summary>
    [Range(1, 3_600_000)]
    public int FollowMilliseconds { get; set; } = 2000;

    /// <summary>The server that this copy ships its log to; null: the log stays here, all of it.</summary>
    public ControlPlane? ShipTo { get; set; }

    /// <summary>Time between two shipments, in milliseconds. The segments that are written meanwhile are closed for each.</summary>
    [Range(1, 3_600_000)]
    public int ShipMilliseconds { get; set; } = 60_000;

    /// <summary>Bytes that the log of a copy that ships may hold; the newest segments may exceed it.</summary>
    [Range(1 << 16, 9e18)]
    public long ShipBytes { get; set; } = 4L << 30;

    /// <summary>Requests answered at once; more get 429.</summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrency { get; set; } = 1024;

    /// <summary>Runs of one variant's model at once; 0: as many as there are processors.</summary>
    [Range(0, 1024)]
    public int ParallelRuns { get; set; }

    /// <summary>Runs that take less happen at once where the request is read, without a queue; 0: none do.</summary>
    [Range(0, 1_000_000)]
    public int InlineMicroseconds { get; set; } = 100;

    /// <summary>Longest time from the reading of a request to the begin of its run; a client may ask for less by V2's <c>timeout</c>.</summary>
    [Range(1, 3_600_000)]
    public int PatienceMilliseconds { get; set; } = 60_000;

    /// <summary>Time in which requests are still answered once the host is told to stop, while readiness is denied, in milliseconds; less than the host's own time to stop.</summary>
    [Range(0, 25_000)]
    public int DrainMilliseconds { get; set; }

    /// <summary>Largest body in bytes. 0: a quarter of <see cref="MaxBytesInFlight"/>, 64 MiB at most. As it is in force once the settings are read.</summary>
    [Range(1024, 1 << 30)]
    public int MaxBodyBytes { get; set; }

    /// <summary>
    /// Bytes that all requests at once may hold: larger bodies, and what they are parsed into; more get 429, one that would hold more alone 413. 0: a quarter of the memory that this process may use, 512 MiB at most, but
    /// four of the largest bodies where that is set. Never less than one largest body. As it is in force once the settings are read.
    /// </summary>
    [Range(0, 9e18)]
    public long MaxBytesInFlight { get; set; }

    /// <summary>Deepest nesting of JSON.</summary>
    [Range(8, 512)]
    public int MaxDepth { get; set; } = 64;

    /// <summary>Most outcomes in one call.</summary>
    [Range(1, 1_000_000)]
    public int MaxOutcomes { get; set; } = 10_000;

    /// <summary>Request ids remembered per endpoint, to answer retries from the log.</summary>
    [Range(1, 10_000_000)]
    public int RememberedRequests { get; set; } = 100_000;

    /// <summary>Longest wait of a buffered record for the disk, in milliseconds.</summary>
    [Range(1, 10_000)]
    public int FlushMilliseconds { get; set; } = 50;

    /// <summary>Size at which a segment is closed.</summary>
    [Range(4096, 1 << 30)]
    public int SegmentBytes { get; set; } = 64 << 20;

    /// <summary>Whether commands and code of packaged models are served, which run with the rights of this process; <c>CAIRN_SERVING_PROGRAMS=off</c> says no.</summary>
    public bool Programs { get; set; } = Environment.GetEnvironmentVariable("CAIRN_SERVING_PROGRAMS") != "off";

    /// <summary>
    /// Whether who asks is a prober, whose marked predictions are left out of log and counts. Asked for requests with the mark alone; without a host that
    /// says otherwise it is who came with a prober's token through <see cref="ServingModule.UseServingTokens"/>.
    /// </summary>
    public Func<HttpContext, bool> IsProber { get; set; } = static http => http.Features.Get<Access.ProberFeature>() is not null;

    /// <summary>Is told when an endpoint was unloaded or loaded by the repository extension, before the call is answered; the host keeps it on record.</summary>
    public Func<HttpContext, string, bool, Task> OnLoaded { get; set; } = static (_, _, _) => Task.CompletedTask;

    /// <summary>The name of this server where it checks tokens itself: those for another audience are refused.</summary>
    [Required]
    public string Audience { get; set; } = "cairn";

    /// <summary>Where it checks tokens itself: whoever reaches it comes in without one.</summary>
    public bool Open { get; set; }

    /// <summary>Whether <c>GET /metrics</c> is mapped.</summary>
    public bool MapMetrics { get; set; } = true;

    /// <summary>What this process may use, in bytes.</summary>
    internal long Memory { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    internal long MostBytesInFlight => MemoryBounds.Of(MaxBodyBytes, MaxBytesInFlight, Memory).InFlight;

    /// <summary>Puts what is in force in the place of what was left open.</summary>
    internal void Settle() => (MaxBodyBytes, MaxBytesInFlight) = MemoryBounds.Of(MaxBodyBytes, MaxBytesInFlight, Memory);
}
