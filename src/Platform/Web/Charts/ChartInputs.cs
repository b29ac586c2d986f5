namespace Cairn.Platform.Web.Charts;

/// <summary>One named line; <c>Slot</c> 0 to 5 is its colour on every page (see <see cref="SeriesStyle"/>); null or not a number is a gap.</summary>
public sealed record ChartLine(string Name, int Slot, IReadOnlyList<double?> Values);

/// <summary>Something that happened at a time, such as a release: a dashed line with a word.</summary>
public sealed record ChartMarker(DateTimeOffset At, string Text);

/// <summary>A stretch of time behind the lines: outcomes not due yet (Idle), an incident (Warn).</summary>
public sealed record ChartSpan(DateTimeOffset From, DateTimeOffset To, string Text, Token Token = Token.Idle);

/// <summary>An expected band around the lines, same length as the times.</summary>
public sealed record ChartBand(string Name, IReadOnlyList<double?> Low, IReadOnlyList<double?> High);

/// <summary>One bar with an optional interval.</summary>
public sealed record ChartBar(string Name, double Value, double? Low = null, double? High = null, long? N = null);

/// <summary>A difference with its interval and verdict; <c>Guardrail</c> is the limit it must not cross.</summary>
public sealed record ChartInterval(string Metric, double Estimate, double Low, double High, Status Verdict, double? Guardrail = null);

/// <summary>One step of a run in seconds since its attempt began.</summary>
public sealed record ChartSpanRow(string Step, double Queued, double Started, double Ended, Status Status);
