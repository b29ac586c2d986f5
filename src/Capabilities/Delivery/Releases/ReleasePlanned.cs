using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;

namespace Cairn.Delivery;

/// <summary>How a release goes, fixed when it starts. Weights ascend to 1000 per mille; one weight is all at once.</summary>
public sealed record ReleasePlanned
{
    public IReadOnlyList<int> Weights { get; init; } = [1000];

    /// <summary>Seconds of domain time at each weight.</summary>
    public long EverySeconds { get; init; } = 1800;

    /// <summary>Requests to the canary before a step is judged.</summary>
    public int MinRequests { get; init; } = 100;

    /// <summary>Conditions that roll the release back, as written.</summary>
    public IReadOnlyList<string> Undo { get; init; } = [];

    /// <summary>Role that must approve; null for none.</summary>
    public string? Approve { get; init; }

    /// <summary>By what requests stay with one version while it goes on, e.g. <c>column customer</c>; null: each falls anew.</summary>
    public string? Sticky { get; init; }

    /// <summary>Of a test of two versions; null for any other.</summary>
    public AbPlan? Ab { get; init; }

    public static ReleasePlanned Of(Contracts.Projects.Endpoint? endpoint, ReleasePlan? plan, string? strategy)
    {
        bool canary = strategy switch { "canary" => true, "all-at-once" => false, _ => plan?.Canary.Count > 0 };
        IReadOnlyList<int> weights = plan is { Canary.Count: > 0 } ? [.. plan.Canary.Select(w => w.Permille)] : [100, 500, 1000];
        return new ReleasePlanned
        {
            Weights = canary ? weights : [1000],
            EverySeconds = (long)(plan?.Every ?? TimeSpan.FromMinutes(30)).TotalSeconds,
            MinRequests = plan?.MinRequests ?? 100,
            Undo = plan is null ? [] : [.. plan.Undo.Select(c => c.Text)],
            Approve = plan?.Approve,
            Sticky = endpoint?.Sticky?.ToString(),
        };
    }

    /// <summary>The same as a test: B at its share, looked at every few hours.</summary>
    internal ReleasePlanned With(AbPlan test, DateTimeOffset now) => this with
    {
        Weights = [test.SharePermille, 1000],
        EverySeconds = (long)Math.Ceiling((test.Until is { } end && end - now < AbStage.Every ? end - now : AbStage.Every).TotalSeconds),
        Undo = [],
        Ab = test,
    };

    public static ReleasePlanned Parse(string json) => JsonSerializer.Deserialize<ReleasePlanned>(json, ApiJson.Options)!;

    /// <summary>The plan as the ledger has it; null when everything goes at once.</summary>
    /// <param name="version">That of the release.</param>
    internal JsonObject? ToRecord(string version) => Ab is { } test
        ? new JsonObject { ["rule"] = test.Rule, ["n"] = test.Keys, ["arms"] = new JsonArray(test.A, version), ["sticky"] = Sticky is not null }
        : Weights.Count == 1 ? null : new JsonObject { ["n"] = MinRequests, ["sticky"] = Sticky is not null };

    public string ToJson() => JsonSerializer.Serialize(this, ApiJson.Options);
}
