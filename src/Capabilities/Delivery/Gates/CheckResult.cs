using Cairn.Contracts.Projects;

namespace Cairn.Delivery;

/// <summary>One check with both values as they were. <paramref name="Verdict"/> hold means too little evidence, and never passes.</summary>
/// <param name="Check">Kind of the check.</param>
/// <param name="Name">What was asked, e.g. the condition as written.</param>
/// <param name="Value">Of the candidate.</param>
/// <param name="Against">Of the champion, or the limit.</param>
public sealed record CheckResult(string Check, string Name, Verdict Verdict, string? Value, string? Against, string? Reason = null);
