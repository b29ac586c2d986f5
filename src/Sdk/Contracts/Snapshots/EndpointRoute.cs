namespace Cairn.Contracts.Snapshots;

/// <summary>One endpoint: what it takes, which variants answer, how answers are logged.</summary>
public sealed record EndpointRoute
{
    /// <summary>The model name of the protocol, and the folder of its log: letters, digits, <c>. _ -</c>, up to 100.</summary>
    public required string Name { get; init; }

    public required string Project { get; init; }

    public required string Environment { get; init; }

    public LogRule Log { get; set; } = new();

    /// <summary>How requests share runs of the model, and how many may wait.</summary>
    public BatchRule Batch { get; set; } = new();

    /// <summary>The column that carries the business key: accepted beside the inputs, logged, never given to the model.</summary>
    public string? KeyColumn { get; set; }

    /// <summary>The input that carries the business key where it is one of the model's: a text or a whole number (INT64, INT32) a row, kept by the log and logged as the key besides.</summary>
    public string? KeyInput { get; set; }

    /// <summary>The contract of the inputs, in the order in which unnamed columns are read; empty: taken from the stable model.</summary>
    public IReadOnlyList<InputColumn> Inputs { get; set; } = [];

    /// <summary>Features that are looked up by their keys; their values are inputs that requests leave out.</summary>
    public IReadOnlyList<LookupRoute> Lookups { get; set; } = [];

    /// <summary>By what requests stick to a variant; absent: by request id, so every request falls anew.</summary>
    public StickyKey? StickyKey { get; set; }

    /// <summary>Keys the hash that spreads sticky keys: another salt is another split.</summary>
    public string Salt { get; set; } = "";

    /// <summary>Exactly one is stable; the weights are per mille and make 1000.</summary>
    public required IReadOnlyList<VariantRoute> Variants { get; init; }

    /// <summary>The version that is asked besides, without an answer to anybody.</summary>
    public ShadowRoute? Shadow { get; set; }

    /// <summary>When the canary is dropped by the data plane itself.</summary>
    public CanaryLimits? Limits { get; set; }

    /// <summary>Which output is the score whose distribution is measured; absent: the last column of the first float output, from 0 to 1.</summary>
    public ScoreRule? Score { get; set; }

    /// <summary>Most rows of one request, 1 to 1,000,000.</summary>
    public int MaxRows { get; set; } = 1000;

    /// <summary>Largest body of one request in bytes, 1 to 1 GiB; absent: the server's own limit.</summary>
    public int? MaxBodyBytes { get; set; }

    /// <summary>Longest time from the reading of a request to the begin of its run, 1 ms to 1 h; absent: the server's own.</summary>
    public int? PatienceMilliseconds { get; set; }
}
