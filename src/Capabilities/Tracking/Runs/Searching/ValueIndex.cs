namespace Cairn.Tracking.Runs.Searching;

/// <summary>What the indexes of parameters and tags by value hold: short values, and of tags not those that nearly every run has.</summary>
internal static class ValueIndex
{
    /// <summary>Letters of the longest value that is held.</summary>
    public const int Most = 100;

    private static readonly string[] Common = ["mlflow.user", "mlflow.runName", "mlflow.source.name", "mlflow.source.type"];

    public static bool HasTag(string key) => !Common.Contains(key, StringComparer.Ordinal);

    /// <summary>The index's own condition, word for word, without which it is not used.</summary>
    public static string Holds(string table, string alias) => (table == "tracking_tags" ? string.Concat(Common.Select(key => $"{alias}.key <> '{key}' and ")) : "") + $"length({alias}.value) <= {Most}";
}
