using System.Globalization;
using Cairn.DuckDb;
using Cairn.Platform;
using Cairn.Platform.Web;

namespace Cairn.Tracking.Runs.Export;

/// <summary>Writes runs as Parquet: metrics as doubles, all else as text.</summary>
internal sealed class ParquetRuns(PlatformOptions options)
{
    /// <returns>The file, which is gone once it is closed.</returns>
    public async Task<Stream> WriteAsync(IReadOnlyList<Column<RunView>> columns, IAsyncEnumerable<RunView> runs, CancellationToken cancellation)
    {
        string path = Path.Combine(options.Folder("scratch"), $"runs-{Guid.NewGuid():N}.parquet");
        try
        {
            using var engine = new DuckMemory(1, "256MB", options.Folder("scratch"));
            using DuckConnection duck = engine.Connect();
            duck.Execute($"create table runs ({string.Join(", ", Names(columns).Zip(columns, (name, c) => $"{DuckSql.Identifier(name)} {(IsMetric(c) ? "DOUBLE" : "VARCHAR")}"))})");
            using (DuckAppender rows = duck.Append("runs"))
            {
                await foreach (RunView run in runs.WithCancellation(cancellation))
                {
                    foreach (Column<RunView> column in columns)
                    {
                        string? text = column.Text(run);
                        if (text is not null && IsMetric(column)) rows.Add(double.Parse(text, CultureInfo.InvariantCulture));
                        else rows.Add(text);
                    }
                    rows.EndRow();
                }
                rows.Complete();
            }
            duck.Execute($"copy runs to {DuckSql.Literal(path)} (format parquet, compression zstd)");
            return new FileStream(path, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    // Names that differ in case alone are one for the engine: the second gets a number.
    private static IEnumerable<string> Names(IReadOnlyList<Column<RunView>> columns)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Column<RunView> column in columns)
        {
            string name = column.Key;
            for (int n = 2; !taken.Add(name); n++) name = $"{column.Key}_{n}";
            yield return name;
        }
    }

    private static bool IsMetric(Column<RunView> column) => column.Key.StartsWith("metrics.", StringComparison.Ordinal);
}
