namespace Cairn.Platform.Web;

/// <summary>One line of a log and its number, counted from 1.</summary>
public sealed record LogLine(long Number, string Text);
