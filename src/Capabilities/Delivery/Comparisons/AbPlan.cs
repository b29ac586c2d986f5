using System.Globalization;
using Cairn.Contracts.Projects;
using Cairn.Endpoints;

namespace Cairn.Delivery;

/// <summary>What a test of two versions looks at and when it ends, fixed before it starts.</summary>
public sealed record AbPlan
{
    /// <summary>Chance of a wrong decision, over all looks.</summary>
    public const double Alpha = 0.05;

    /// <summary>Id of the version that answers alone before; B is the version of the release.</summary>
    public string A { get; init; } = "";

    public int ANumber { get; init; }

    /// <summary>Keys of B; A has the rest.</summary>
    public int SharePermille { get; init; }

    /// <summary>One of <see cref="AbRule.Metrics"/>.</summary>
    public string Metric { get; init; } = AbRule.SquaredError;

    public bool MoreIsBetter { get; init; }

    /// <summary>Values of the metric are cut to 0 up to this.</summary>
    public double Most { get; init; } = 1;

    /// <summary>Keys with an outcome after which it ends.</summary>
    public long Keys { get; init; } = 10_000;

    public DateTimeOffset? Until { get; init; }

    /// <summary>Of the project file, against the version that answers when it begins.</summary>
    internal static AbPlan Of(AbRule rule, VariantView a, DateTimeOffset now) => new()
    {
        A = a.VersionId,
        ANumber = a.Number,
        SharePermille = rule.Share.Permille,
        Metric = rule.Metric,
        MoreIsBetter = rule.Better is { } better ? better == AbRule.More : rule.Metric != AbRule.SquaredError,
        Most = rule.Most,
        Keys = rule.Keys,
        Until = now + rule.For,
    };

    /// <summary>The rule in a sentence, as the ledger has it.</summary>
    internal string Rule => string.Create(CultureInfo.InvariantCulture,
        $"{Metric}, {(MoreIsBetter ? "more" : "less")} is better, cut to 0 to {Most}: decided when the betting e-value of each key's first outcome reaches {1 / Alpha}; A is kept after {Keys} keys{(Until is { } end ? $" or at {end:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "")}");
}
