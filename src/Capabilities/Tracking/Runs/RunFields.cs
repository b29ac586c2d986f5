using Cairn.Platform.Http;

namespace Cairn.Tracking.Runs;

/// <summary>What is read of runs beside their own row: of metrics, parameters and tags the keys that are named, all of them where a list is null.</summary>
/// <param name="Inputs">Whether the datasets that they read are.</param>
internal sealed record RunFields(IReadOnlyList<string>? Metrics, IReadOnlyList<string>? Params, IReadOnlyList<string>? Tags, bool Inputs)
{
    private const int Most = 100;

    public static RunFields All { get; } = new(null, null, null, true);

    /// <summary>All metrics and parameters, and the commit.</summary>
    public static RunFields Logged { get; } = new(null, null, [RunView.CommitTag], false);

    public static RunFields None { get; } = new([], [], [], false);

    /// <summary>Some metrics and nothing else.</summary>
    public static RunFields OfMetrics(IReadOnlyList<string> keys) => new(keys, [], [], false);

    /// <summary>Columns such as <c>metrics.auc</c>; the commit is always among them.</summary>
    public static RunFields Of(IReadOnlyList<string> columns, bool inputs) => new(Keys(columns, "metrics."), Keys(columns, "params."), [.. Keys(columns, "tags."), RunView.CommitTag], inputs);

    /// <summary>As a list is asked for: columns separated by commas, <c>inputs</c> for the datasets; everything when nothing is said.</summary>
    /// <exception cref="ApiException">400: one is no such column, or there are too many.</exception>
    public static RunFields Asked(string? fields)
    {
        if (fields is null) return All;
        string[] asked = fields.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.Length > Most || Array.Exists(asked, f => f != "inputs" && !IsColumn(f))) throw ApiException.Invalid("fields", $"'fields' must name at most {Most} of metrics.NAME, params.NAME, tags.NAME and inputs, separated by commas.");
        return Of(asked, asked.Contains("inputs"));
    }

    public static bool IsColumn(string field)
        => field.StartsWith("metrics.", StringComparison.Ordinal) || field.StartsWith("params.", StringComparison.Ordinal) || field.StartsWith("tags.", StringComparison.Ordinal);

    private static string[] Keys(IReadOnlyList<string> columns, string kind) => [.. columns.Where(c => c.StartsWith(kind, StringComparison.Ordinal)).Select(c => c[kind.Length..]).Distinct(StringComparer.Ordinal)];
}
