using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Snapshots;

namespace Cairn.Contracts.Projects;

/// <summary>A named address that answers predictions.</summary>
/// <param name="Model">The step's port whose versions it serves.</param>
public sealed record Endpoint(string Name, PortRef Model)
{
    /// <summary>How a version gets into each environment, by its name; a version walks them in this order.</summary>
    public IReadOnlyDictionary<string, ReleasePlan> Releases { get; init; } = new Dictionary<string, ReleasePlan>();

    /// <summary>Input column that outcomes may be sent by.</summary>
    public string? Key { get; init; }

    /// <summary>By what requests stay with one version while several answer; null: each request falls anew.</summary>
    public StickyKey? Sticky { get; init; }

    /// <summary>What requests must look like; empty means as the model's signature.</summary>
    public DataContract Inputs { get; init; } = DataContract.Empty;

    /// <summary>Roles that answer for <see cref="Inputs"/>.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Features that requests leave out: they are looked up by their keys.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    public LogPolicy Log { get; init; } = new(LogMode.Required, new Share(1));

    /// <summary>Age at which predictions and outcomes leave the log; null for never.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Share of production's requests that the version which serves in test is asked too; null for none.</summary>
    public Share? Shadow { get; init; }

    public RequestLimits Limits { get; init; } = new();
}

/// <summary>A release into one environment.</summary>
public sealed record ReleasePlan
{
    /// <summary>Gates that must pass.</summary>
    public IReadOnlyList<string> When { get; init; } = [];

    /// <summary>Role that must approve; null is by itself.</summary>
    public string? Approve { get; init; }

    /// <summary>Ascending weights up to 100 %; empty is all at once.</summary>
    public IReadOnlyList<Share> Canary { get; init; } = [];

    /// <summary>A test against the version that answers, in place of a canary; null for none.</summary>
    public AbRule? Ab { get; init; }

    /// <summary>Least time at each weight.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Any of these true rolls the release back.</summary>
    public IReadOnlyList<Condition> Undo { get; init; } = [];

    /// <summary>Requests needed before a step is judged.</summary>
    public int MinRequests { get; init; } = 100;
}

public enum LogMode
{
    Required,
    Buffered,
    Sampled,
}

/// <summary><c>required</c>, <c>buffered</c>, or <c>sampled 10%</c>.</summary>
public sealed record LogPolicy(LogMode Mode, Share Share)
{
    internal const string Pattern = "^(required|buffered|sampled [0-9]+([.][0-9]+)?%)$";

    public static Parsed<LogPolicy> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        switch (text)
        {
            case "required":
                return Parsed.Good(new LogPolicy(LogMode.Required, new Share(1)));
            case "buffered":
                return Parsed.Good(new LogPolicy(LogMode.Buffered, new Share(1)));
            default:
                return text.StartsWith("sampled ", StringComparison.Ordinal) && Share.Parse(text[8..]) is { Ok: true } share
                    ? Parsed.Good(new LogPolicy(LogMode.Sampled, share.Value))
                    : Parsed.Bad<LogPolicy>("log is required, buffered, or sampled with a share such as 'sampled 10%'", 0, Nearest.To(text, ["required", "buffered"]));
        }
    }
}

/// <summary>Limits on requests.</summary>
/// <param name="Rows">Most rows in a request.</param>
/// <param name="Body">Most bytes in a request.</param>
/// <param name="Queue">Most requests waiting before 429.</param>
/// <param name="Timeout">Longest time until a request's run begins.</param>
/// <param name="Batch">Most rows that several requests share in one run.</param>
public sealed record RequestLimits(int Rows = 10_000, ByteSize? Body = null, int Queue = 256, TimeSpan? Timeout = null, int Batch = 64);
