namespace Cairn.DuckDb;

/// <summary>
/// Where a database spills to. DuckDB names its files alike in every database of a directory and deletes them all when one is closed
/// (duckdb/duckdb#15173), so that two in one directory read each other's rows: each gets a directory of its own.
/// </summary>
internal static class DuckScratch
{
    public const string Setting = "temp_directory";

    private static int _made;

    /// <summary>Counted, so that what a killed process left is used again; DuckDB makes it when it needs it. Empty for no directory.</summary>
    public static string Below(string directory) => directory.Length == 0 ? "" : Path.Combine(directory, $"duckdb-{Interlocked.Increment(ref _made)}");
}
