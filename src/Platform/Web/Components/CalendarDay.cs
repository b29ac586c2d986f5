namespace Cairn.Platform.Web;

/// <summary>One partition of a calendar and what became of it.</summary>
public sealed record CalendarDay(string Name, Status Status, string? Href = null);
