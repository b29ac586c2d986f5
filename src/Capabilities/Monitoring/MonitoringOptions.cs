using System.ComponentModel.DataAnnotations;

namespace Cairn.Monitoring;

/// <summary>Settings of the room.</summary>
public sealed record MonitoringOptions
{
    /// <summary>
    /// Minutes of domain time between two questions to each production endpoint: a divisor of 60, or whole hours that divide 24. Null: 4, which makes
    /// 10,000 questions in 30 days; 240 in a simulated world, where a day is over in seconds.
    /// </summary>
    [Range(1, 1440)]
    public int? AskMinutes { get; init; }

    /// <summary>Real time after which a question counts as not answered.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(5);
}
