namespace Cairn.Contracts.Projects;

public enum MonitorKind
{
    /// <summary>Inputs and predictions against a baseline.</summary>
    Drift,

    /// <summary>Predictions against the truth.</summary>
    Quality,

    /// <summary>Errors and latency.</summary>
    Service,

    /// <summary>Requests and rows.</summary>
    Traffic,

    /// <summary>A source's own data.</summary>
    Data,
}

/// <summary>A measured property of production, or of a source.</summary>
/// <param name="Watch">An endpoint's name, or a source as <c>data.name</c>.</param>
/// <param name="Over">Span of one window.</param>
public sealed record Monitor(string Name, string Watch, TimeSpan Over)
{
    /// <summary>From what is watched: a source is data; with truth it is quality; else by the metric, and drift without one.</summary>
    public MonitorKind Kind { get; init; }

    /// <summary>Source and column with the truth.</summary>
    public PortRef? Truth { get; init; }

    /// <summary>Column that joins truth to predictions.</summary>
    public string? Key { get; init; }

    public string? Metric { get; init; }

    /// <summary>True opens an alert.</summary>
    public Condition? Alert { get; init; }

    /// <summary>Accepted false alarms of a drift monitor.</summary>
    public Rate? FalseAlarms { get; init; }

    /// <summary>Smallest effect worth an alarm (standardised distance), above 0.</summary>
    public double? Effect { get; init; }

    /// <summary><c>training</c>, <c>previous</c>, or a source or step port as <c>split.train</c>.</summary>
    public string Baseline { get; init; } = "training";

    /// <summary>Columns watched; all when empty.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns to cut the metric by.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    public Marker? Marker { get; init; }
}

/// <summary>Who named what to watch: roles that own it and the application that depends on it.</summary>
public sealed record Marker(IReadOnlyList<string> Owners, string? Consumer);
