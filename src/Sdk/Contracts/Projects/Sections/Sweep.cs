using System.Text.Json;

namespace Cairn.Contracts.Projects;

/// <summary>A search over parameters of a step.</summary>
/// <param name="Search">bayes, random or grid.</param>
/// <param name="Trials">1 to 10 000.</param>
/// <param name="Parallel">At the same time, from 1.</param>
public sealed record Sweep(string Search, int Trials, int Parallel, Goal Goal)
{
    /// <summary>Trials are stopped early by it; null when each is trained to its end.</summary>
    public Asha? Asha { get; init; }

    /// <summary>What is searched, by parameter.</summary>
    public IReadOnlyDictionary<string, SweepSpace> Space { get; init; } = new Dictionary<string, SweepSpace>();
}

/// <summary>Written <c>max auc</c> or <c>min log_loss</c>.</summary>
public sealed record Goal(bool Maximize, string Metric)
{
    internal const string Pattern = "^(max|min) [A-Za-z][A-Za-z0-9_.]*$";

    public static Parsed<Goal> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(' ');
        return parts is ["max" or "min", { Length: > 0 } metric]
            ? Parsed.Good(new Goal(parts[0] == "max", metric))
            : Parsed.Bad<Goal>("a goal is 'max <metric>' or 'min <metric>'", 0, Nearest.To(parts[0], ["max", "min"]));
    }
}

/// <summary>The values one parameter may take.</summary>
public abstract record SweepSpace;

/// <summary><c>0.01..0.3 log</c>, <c>4..12</c> (whole when both ends are).</summary>
public sealed record SweepRange(double From, double To, bool Log, bool Whole) : SweepSpace;

/// <summary>A list to choose from.</summary>
public sealed record SweepChoices(IReadOnlyList<JsonElement> Values) : SweepSpace;
