namespace Cairn.Delivery;

/// <summary>Settings of the room. Rates and shares are 0 to 1.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Domain time at one step without enough evidence, after which a release is paused.</summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Longest wait between two looks at a step.</summary>
    public TimeSpan LookAtLeast { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How much the canary's error rate may lie above the stable version's.</summary>
    public double ErrorMargin { get; init; } = 0.01;

    /// <summary>How many times the stable version's p95 latency the canary's may be.</summary>
    public double LatencyRatio { get; init; } = 3;

    /// <summary>Milliseconds of p95 latency below which a ratio means nothing.</summary>
    public double LatencyFloorMs { get; init; } = 10;

    /// <summary>Jensen-Shannon distance (0 to 1) between the scores of canary and stable that ends a release; two trainings of one recipe lie near 0.1, up to 0.4 when the base rate moved between them.</summary>
    public double ScoreDistance { get; init; } = 0.5;

    /// <summary>Rows of each variant below which scores are not compared.</summary>
    public int ScoreRows { get; init; } = 100;

    /// <summary>Joined outcomes of each variant below which they are not compared.</summary>
    public int OutcomeRows { get; init; } = 200;

    /// <summary>Chance that outcomes alone roll back a version no worse than the stable one, over all looks.</summary>
    public double OutcomeFalseAlarm { get; init; } = 0.01;

    /// <summary>How much lower (or, for a loss, higher) a slice's primary metric may be than the champion's.</summary>
    public double SliceMargin { get; init; } = 0.1;

    /// <summary>Rows below which a slice is not compared.</summary>
    public int SliceRows { get; init; } = 500;

    /// <summary>How many times the champion's p95 latency, and its size, a candidate's may be.</summary>
    public double CostRatio { get; init; } = 10;

    /// <summary>Real time a publication may take.</summary>
    public TimeSpan PublishWithin { get; init; } = TimeSpan.FromMinutes(2);
}
