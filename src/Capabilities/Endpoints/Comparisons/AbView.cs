namespace Cairn.Endpoints;

/// <summary>A test of two versions on live traffic: which keys each answers, and what came of it.</summary>
public sealed record AbView
{
    /// <summary>What the figures rest on.</summary>
    public const string Sources =
        "Decision: betting e-process of the two means under the fixed split (Waudby-Smith and Ramdas, 2024), wrong in at most 5 % of tests however often it is looked at. "
        + "Intervals: 95 % confidence sequences of a difference of means by a normal mixture (Robbins, 1970; Waudby-Smith et al., 2024), valid at all looks together, for large numbers of keys. "
        + "Split: e-process of the counts of keys (Lindon and Malek, 2022).";

    /// <summary>The release that the test is.</summary>
    public string Release { get; init; } = "";

    /// <summary>Route of the endpoint.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Of the release; <c>baking</c> while it runs.</summary>
    public string State { get; init; } = "";

    public required AbArm A { get; init; }

    public required AbArm B { get; init; }

    /// <summary>By what requests stay with one of them, e.g. <c>column customer</c>.</summary>
    public string Sticky { get; init; } = "";

    /// <summary>What decides.</summary>
    public string Metric { get; init; } = "";

    /// <summary><c>less</c> or <c>more</c>.</summary>
    public string Better { get; init; } = "";

    /// <summary>Keys with an outcome after which it ends.</summary>
    public long Keys { get; init; }

    /// <summary>Domain time at which it ends; null without one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Domain time at which B began to answer; null before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Domain time of the figures; null before the first look.</summary>
    public DateTimeOffset? AsOf { get; init; }

    public IReadOnlyList<AbMetric> Metrics { get; init; } = [];

    /// <summary>The e-value against no difference, at its highest.</summary>
    public double? Evidence { get; init; }

    /// <summary>At this e-value it is decided.</summary>
    public double Needed { get; init; }

    /// <summary>Keys that both versions answered; they are left out.</summary>
    public long Mixed { get; init; }

    /// <summary>How it stands, in a sentence.</summary>
    public string Says { get; init; } = "";

    /// <summary><c>promote</c> (B) or <c>keep</c> (A); null while it runs, or when nothing can be said.</summary>
    public string? Decision { get; init; }

    /// <summary><c>boundary</c>, <c>planned</c> or <c>peeked</c>.</summary>
    public string? Stop { get; init; }

    public string Method => Sources;
}
