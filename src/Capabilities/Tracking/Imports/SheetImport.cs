using System.Globalization;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Imports;

/// <summary>Brings in what others keep in a sheet, all rows or none. The same row again is the same run.</summary>
internal sealed class SheetImport(IDatabase database, ITrackingImport imports, TimeProvider time)
{
    private const int MostRows = 10_000;

    /// <param name="sheet">The file's name, and the sheet of a workbook; null for its first.</param>
    public async Task<SheetReport> ImportAsync(string project, string experiment, (string File, string? Sheet) sheet, Stream content, Actor actor, CancellationToken cancellation)
    {
        IReadOnlyList<IReadOnlyList<string>> rows = await SheetContent.RowsAsync(content, sheet.Sheet, MostRows + 2, cancellation);
        if (rows.Count < 2) throw MlflowException.Invalid("The sheet needs a first line with names of columns, and rows below it.");
        if (rows.Count - 1 > MostRows) throw MlflowException.Invalid($"The sheet has more than {MostRows} rows. Split it.");
        for (int i = 1; i < rows.Count; i++)
            if (rows[i].Count != rows[0].Count) throw MlflowException.Invalid($"Row {i} of the sheet has {rows[i].Count} fields, its first line has {rows[0].Count}.");
        SheetColumns columns = SheetColumns.Of(rows[0], [.. rows.Skip(1)]);
        ImportedRun[] runs = [.. rows.Skip(1).Select((row, i) => Run(columns, row, i + 1, experiment))];
        string from = KeyRules.Cut("sheet " + sheet.File, 200);
        return await database.WriteAsync(s =>
        {
            long now = time.GetUtcNow().ToUnixTimeMilliseconds(), id = imports.Experiment(s, new ImportedExperiment("", experiment, "active", now, now, []), project);
            int imported = runs.Count(run => imports.Run(s, id, run, from, actor));
            return new SheetReport(experiment, imported, runs.Length - imported, [.. columns.Named("param")], [.. columns.Named("metric")]);
        }, Lane.Tracking, cancellation);
    }

    private ImportedRun Run(SheetColumns columns, IReadOnlyList<string> row, int number, string experiment)
    {
        long started = Time(columns.Value(row, "started"), "started", number) ?? time.GetUtcNow().ToUnixTimeMilliseconds();
        string id = Digest.Hex(Digest.Of(string.Join('\u001f', row.Prepend(experiment))))[..32];
        RunTag[] tags = [.. columns.Values(row, "tag").Select(t => new RunTag(t.Key, t.Value))];
        return new ImportedRun(id, columns.Value(row, "name") ?? $"row {number}", columns.Value(row, "user") ?? "", Status(columns.Value(row, "status"), number), "active", started, Time(columns.Value(row, "ended"), "ended", number) ?? started)
        {
            Params = [.. columns.Values(row, "param").Select(p => new RunParam(p.Key, p.Value))],
            Metrics = ImportedPoints.Of(columns.Values(row, "metric").Select(m => new RunMetric(m.Key, SheetColumns.Number(m.Value) ?? throw Fault(number, $"'{KeyRules.Cut(m.Key, 100)}' is not a number"), started, 0))),
            Tags = columns.Value(row, "note") is { } note ? [.. tags, new RunTag("mlflow.note.content", note)] : tags,
        };
    }

    private static string Status(string? said, int row) => said?.ToUpperInvariant() switch
    {
        null => "FINISHED",
        "FINISHED" or "FAILED" or "KILLED" => said.ToUpperInvariant(),
        _ => throw Fault(row, "'status' must be FINISHED, FAILED or KILLED"),
    };

    private static long? Time(string? said, string column, int row)
    {
        if (said is null) return null;
        if (long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)) return milliseconds;
        return DateTimeOffset.TryParse(said, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUnixTimeMilliseconds() : throw Fault(row, $"'{column}' must be an ISO time or unix milliseconds");
    }

    private static MlflowException Fault(int row, string what) => MlflowException.Invalid($"Row {row} of the sheet: {what}.");
}
