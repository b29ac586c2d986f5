using System.Globalization;
using Cairn.Platform.Web;

namespace Cairn.Tracking.Traces.Pages;

/// <summary>Traces in the words and addresses of the pages.</summary>
internal static class TraceWords
{
    private const int CellLength = 120, BlockLength = 20_000;

    public static string List(string project, string experiment) => $"/p/{project}/experiments/{Uri.EscapeDataString(experiment)}/traces";

    public static string Href(string project, TraceView trace) => $"{List(project, trace.Experiment)}/{Uri.EscapeDataString(trace.Id)}";

    /// <summary>The traces of a run within its experiment.</summary>
    public static string OfRun(string project, string experiment, string run) => $"{List(project, experiment)}?q={Uri.EscapeDataString($"run_id = '{run}'")}";

    public static Status Of(string state, string? why = null) => state switch
    {
        "OK" => Status.Of("Succeeded", why),
        "ERROR" => Status.Of("Failed", why),
        "IN_PROGRESS" => Status.Of("Running", why),
        _ => Status.Of("Unknown", why),
    };

    /// <summary>Of a span; one that says nothing is well when it ended.</summary>
    public static Status Of(SpanView span) => span.DurationMs is null ? Of("IN_PROGRESS") : Of(span.Status == "ERROR" ? "ERROR" : "OK", span.Message);

    public static string Took(double? milliseconds) => Format.Duration(milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null);

    public static string? Cell(string? text) => text is { Length: > CellLength } ? text[..CellLength] + "…" : text;

    /// <summary>What a page shows of a long text.</summary>
    public static string Block(string text) => text.Length > BlockLength ? $"{text[..BlockLength]}… ({Format.Count(text.Length)} characters; all of them by cairn traces show --json)" : text;

    /// <summary>Left edge and width of a span's bar, in percent of the whole.</summary>
    public static string Bar(SpanView span, double whole)
    {
        double left = whole <= 0 ? 0 : Math.Clamp(span.OffsetMs / whole, 0, 1) * 100;
        double width = whole <= 0 ? 100 : Math.Clamp((span.DurationMs ?? (whole - span.OffsetMs)) / whole * 100, 0.5, 100 - Math.Min(left, 99.5));
        return string.Create(CultureInfo.InvariantCulture, $"margin-left:{Math.Min(left, 99.5):0.##}%;width:{width:0.##}%");
    }
}
