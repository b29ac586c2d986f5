namespace Cairn.Contracts.Projects;

/// <summary>How a new version is tested on live traffic against the one that answers, in place of a canary.</summary>
public sealed record AbRule
{
    public const string SquaredError = "squared_error", Accuracy = "accuracy", Outcome = "outcome", Less = "less", More = "more";

    public static IReadOnlyList<string> Metrics { get; } = [SquaredError, Accuracy, Outcome];

    public static IReadOnlyList<string> Directions { get; } = [Less, More];

    /// <summary>The new version's part of the keys, 10 % to 90 %.</summary>
    public Share Share { get; init; } = new(0.5m);

    /// <summary>What decides; one of <see cref="Metrics"/>.</summary>
    public string Metric { get; init; } = SquaredError;

    /// <summary>One of <see cref="Directions"/>; null: less for the squared error, else more.</summary>
    public string? Better { get; init; }

    /// <summary>Values of the metric are cut to 0 up to this.</summary>
    public double Most { get; init; } = 1;

    /// <summary>Keys with an outcome after which it ends.</summary>
    public int Keys { get; init; } = 10_000;

    /// <summary>Time after which it ends; null for none.</summary>
    public TimeSpan? For { get; init; }
}
