using System.Text.Json.Serialization;

namespace Cairn.Contracts.Packages;

/// <summary>How a model's own server is spoken to, watched and limited.</summary>
public sealed record ServerRule
{
    public ServerProtocol Speaks { get; set; } = ServerProtocol.V2;

    /// <summary>Of V2: what the server calls the model.</summary>
    public string Model { get; set; } = "model";

    /// <summary>The address that answers 200 when it is ready; absent: <c>/v2/health/ready</c>, or <c>/ping</c>.</summary>
    public string? Ready { get; set; }

    /// <summary>Longest time from its start until it is ready, 0.1 to 3600.</summary>
    public double StartSeconds { get; set; } = 60;

    /// <summary>Longest time for one answer, 0.01 to 3600; then the caller gets 504.</summary>
    public double AnswerSeconds { get; set; } = 30;

    /// <summary>Time between two looks at it, 0.05 to 3600. Three that fail one after the other end it.</summary>
    public double ProbeSeconds { get; set; } = 5;

    /// <summary>Most memory of the process and all below it, in megabytes; above it they are ended and started anew. Absent: unlimited.</summary>
    public int? MemoryMegabytes { get; set; }

    /// <summary>Requests that it is asked at once, 1 to 1024; absent: as many as there are processors.</summary>
    public int? Parallel { get; set; }

    /// <summary>Variables besides PORT and the few that every program gets.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; set; }

    [JsonIgnore]
    public string ReadyPath => Ready ?? (Speaks == ServerProtocol.V2 ? "/v2/health/ready" : "/ping");
}

/// <summary>The protocols that a model's own server may speak.</summary>
public enum ServerProtocol
{
    /// <summary>The Open Inference Protocol V2, JSON.</summary>
    [JsonStringEnumMemberName("v2")] V2,

    /// <summary>MLflow's scoring protocol: <c>POST /invocations</c>.</summary>
    [JsonStringEnumMemberName("invocations")] Invocations,

    /// <summary>The same for language models: the request's JSON object whole, and its answer as it is.</summary>
    [JsonStringEnumMemberName("object")] Object,
}
