using Cairn.Platform.Sql;
using Cairn.Platform.Web;

namespace Cairn.Tracking.Runs.Export;

/// <summary>The runs of a project as a table: what identifies a run, then a column a metric, parameter or tag. Read page by page, so that no number of runs is too many.</summary>
internal sealed class RunExport(IDatabase database, RunTable table, RunListStore list, RunKeyStore keys)
{
    private const int Rows = 500;

    private static readonly IReadOnlyList<Column<RunView>> Own =
    [
        new("id", "Run", r => r.Id),
        new("name", "Name", r => r.Name),
        new("experiment", "Experiment", r => r.Experiment),
        new("status", "State", r => r.Status),
        new("started_at", "Started", r => r.StartedAt.ToString("O")),
        new("ended_at", "Ended", r => r.EndedAt?.ToString("O")),
        new("user", "User", r => r.User),
        new("commit", "Commit", r => r.Commit),
    ];

    /// <summary>The columns asked for after those that identify a run; without a choice every metric and parameter that a run of the export has: their names are read, and no values.</summary>
    /// <exception cref="MlflowException">The filter or the order is none.</exception>
    public async Task<IReadOnlyList<Column<RunView>>> ColumnsAsync(RunExportQuery query, CancellationToken cancellation)
    {
        // A project without an experiment asks no filter, and a wrong one is told all the same.
        _ = RunTable.Filter(query.Filter);
        if (query.Columns.Count > 0) return [.. Own, .. query.Columns.Select(Column)];
        var all = new SortedSet<string>(StringComparer.Ordinal);
        for (string? after = ""; after is not null;)
        {
            string from = after;
            (IReadOnlyList<string> some, after) = await database.ReadAsync(s =>
            {
                (IReadOnlyList<RunRow> runs, string? next) = table.Rows(s, list.Experiments(s, query.Project, query.Experiment), query.Ask, from, Rows);
                return (keys.Columns(s, [.. runs.Select(r => r.Num)]), next);
            }, cancellation);
            all.UnionWith(some);
        }
        return [.. Own, .. all.Select(Column)];
    }

    public async IAsyncEnumerable<RunView> RunsAsync(RunExportQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        RunFields fields = query.Columns.Count > 0 ? RunFields.Of(query.Columns, inputs: false) : RunFields.Logged;
        string? after = null;
        do
        {
            string? from = after;
            (IReadOnlyList<RunView> runs, after) = await database.ReadAsync(s => table.Find(s, list.Experiments(s, query.Project, query.Experiment), query.Ask, from, Rows, fields), cancellation);
            foreach (RunView run in runs) yield return run;
        }
        while (after is not null);
    }

    // Exact, where a page shows what is read.
    private static Column<RunView> Column(string key)
        => new(key, key, r => key.StartsWith("metrics.", StringComparison.Ordinal) ? r.Metrics.TryGetValue(key[8..], out double v) ? v.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : null : RunWords.Cell(r, key));
}
