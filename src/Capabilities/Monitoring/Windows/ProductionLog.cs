using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Platform;

namespace Cairn.Monitoring;

/// <summary>Reads production through the prediction log of Endpoints.</summary>
internal sealed class ProductionLog(IPredictionLog log, PlatformOptions platform) : IProductionLog
{
    public async Task<OpenSpan> OpenAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = await log.PredictionFilesAsync(project, endpoint, environment, from, to, cancellation);
        JoinedWindow? joined = files.Count == 0 ? null : await log.JoinedAsync(project, endpoint, environment, from, to, ["version", "score"], cancellation);
        var database = new DuckMemory(2, "512MB", platform.Folder("scratch"));
        DuckConnection duck = database.Connect();
        try
        {
            duck.Execute($"create view predictions as {Predictions(files, from, to)}");
            duck.Execute($"create view {ProductionSpan.Answers} as select * from predictions where status = 200");
            duck.Execute($"create view joined as {Joined(joined)}");
            return new OpenSpan(database, new ProductionSpan(duck, from, to, Inputs(duck)));
        }
        catch
        {
            duck.Dispose();
            database.Dispose();
            throw;
        }
    }

    public Task<long?> AnsweredAsync(string project, string endpoint, string environment, DateTimeOffset day, CancellationToken cancellation)
        => log.AnsweredRowsAsync(project, endpoint, environment, DateOnly.FromDateTime(day.UtcDateTime), cancellation);

    private static string Predictions(IReadOnlyList<string> files, DateTimeOffset from, DateTimeOffset to) => files.Count == 0
        ? $"select {string.Join(", ", PredictionColumns.Fixed.Select(c => $"null::{c.Type} as {DuckSql.Identifier(c.Name)}"))}, 0::bigint as at_ms, 0::bigint as row_number where false"
        : $"""
          select *, epoch_ms("at") as at_ms, "row" as row_number from read_parquet({DuckSql.List(files)}, union_by_name = true)
          where "at" >= {DuckSql.Literal((object)from.UtcDateTime)} and "at" < {DuckSql.Literal((object)to.UtcDateTime)}
          """;

    private static string Joined(JoinedWindow? joined) => joined is null
        ? "select null::varchar as prediction_id, null::varchar as version, null::double as score, null::double as truth where false"
        : $"select *, outcome as truth from read_parquet({DuckSql.Literal(joined.Path)}) where outcome is not null";

    private static string[] Inputs(DuckConnection duck)
    {
        HashSet<string> others = [.. PredictionColumns.Fixed.Select(c => c.Name), "at_ms", "row_number"];
        return [.. DriftMeasure.Columns(duck, "predictions").Where(c => !others.Contains(c) && !c.StartsWith("out_", StringComparison.Ordinal))];
    }
}
