using Cairn.DuckDb;
using Cairn.Platform;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Joins predictions with what really happened, by DuckDB over both sets of files.</summary>
internal sealed class LogJoin(EndpointStore endpoints, EndpointsOptions settings, PlatformOptions platform)
{
    private const int Kept = 64;

    public EndpointStore Endpoints => endpoints;

    public TimeSpan Early => settings.EarlyOutcomes;

    public TimeSpan Late => settings.LateOutcomes;

    public IReadOnlyList<string> Routes(SqlSession s) => s.Query<string>("select route from endpoints order by environment_role, route");

    /// <summary>Each prediction once; of its outcomes the one received last, whether told by id or by key.</summary>
    public JoinedWindow Run(IReadOnlyList<string> predictions, IReadOnlyList<string> outcomes, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<string>? columns)
    {
        string folder = platform.Folder("joined"), path = Path.Combine(folder, $"{Guid.NewGuid():N}.parquet");
        Prune(folder);
        using DuckMemory database = Open();
        using DuckConnection duck = database.Connect();
        string wanted = columns is null ? "* exclude (prediction_id, key)" : string.Join(", ", columns.Select(DuckSql.Identifier));
        string rows = $"""from {Read(predictions, PredictionTable)} where prediction_id is not null and "at" >= {Time(from)} and "at" < {Time(to)}""";
        // Repeats are rare and sorting a window is dear.
        bool Repeat(string some) => duck.Scalar<bool>($"select count(*) > count(distinct prediction_id) {some}");
        bool repeats = Repeat(rows);
        duck.Execute($"create view p as select prediction_id, key, {wanted} {rows} {(repeats ? "qualify row_number() over (partition by prediction_id order by \"at\") = 1" : "")}");
        duck.Execute($"create view o as {Told(outcomes)}");
        duck.Execute("""
            create temp table told as
            select p.prediction_id, o.value, o.text, o."at", o.received, o.seq from p join o on o.prediction_id = p.prediction_id
            union all
            select p.prediction_id, o.value, o.text, o."at", o.received, o.seq from p join o on o.key = p.key
            """);
        string last = Repeat("from told") ? "qualify row_number() over (partition by prediction_id order by received desc, seq desc) = 1" : "";
        duck.Execute($"""
            copy (
              select p.*, t.value as outcome, t.text as outcome_text, t."at" as outcome_at, t.received as outcome_received
              from p left join (select * from told {last}) t using (prediction_id)
            ) to {DuckSql.Literal(path)} (format parquet)
            """);
        object?[] counts = duck.Query($"select count(*), count(outcome_received) from read_parquet({DuckSql.Literal(path)})").Rows().First();
        return new JoinedWindow(path, Convert.ToInt64(counts[0], null), Convert.ToInt64(counts[1], null), duck.Scalar<long>("select count(*) from told"));
    }

    /// <summary>What became of the outcomes received in a window.</summary>
    /// <param name="predictions">Files of all predictions that they may belong to.</param>
    /// <param name="outcomes">Files of these outcomes and of what was told before.</param>
    public OutcomeSummary Summary(IReadOnlyList<string> predictions, IReadOnlyList<string> outcomes, DateTimeOffset from, DateTimeOffset to)
    {
        if (outcomes.Count == 0) return new OutcomeSummary(from, to);
        using DuckMemory database = Open();
        using DuckConnection duck = database.Connect();
        return OutcomeAccount.Run(duck, Read(predictions, PredictionTable), Table(outcomes), Told(outcomes), (from, to));
    }

    public IReadOnlyList<ShadowPairs> Shadows(IReadOnlyList<string> predictions, IReadOnlyList<string> shadows, DateTimeOffset from, DateTimeOffset to)
    {
        using DuckMemory database = Open();
        using DuckConnection duck = database.Connect();
        return ShadowJoin.Run(duck, Read(predictions, PredictionTable), Read(shadows, PredictionTable), $"\"at\" >= {Time(from)} and \"at\" < {Time(to)}");
    }

    public LoggedPrediction? Find(IReadOnlyList<string> files, string route, string predictionId)
    {
        using DuckMemory database = Open();
        using DuckConnection duck = database.Connect();
        using DuckResult result = duck.Query($"select version, variant, \"at\", key, score from {Read(files, PredictionTable)} where prediction_id = $1 limit 1", predictionId);
        return result.Rows().Select(r => new LoggedPrediction(
            predictionId, route, (string)r[0]!, (string)r[1]!, new DateTimeOffset((DateTime)r[2]!, TimeSpan.Zero), (string?)r[3], (double?)r[4])).FirstOrDefault();
    }

    private static readonly string PredictionTable =
        $"(select {string.Join(", ", PredictionColumns.Fixed.Select(c => $"null::{c.Type} as {DuckSql.Identifier(c.Name)}"))} where false)";

    private const string OutcomeTable =
        "(select null::VARCHAR as prediction_id, null::VARCHAR as key, null::DOUBLE as value, null::VARCHAR as text, null::TIMESTAMP as \"at\", null::TIMESTAMP as received, null::BIGINT as seq, null::VARCHAR as id where false)";

    // Files written before outcomes had ids have no such column.
    private static string Table(IReadOnlyList<string> outcomes) => outcomes.Count == 0 ? OutcomeTable : $"(select * from {OutcomeTable} union all by name select * from {Read(outcomes, OutcomeTable)})";

    /// <summary>What was sent again under its id counts once, as it was sent first.</summary>
    private static string Told(IReadOnlyList<string> outcomes)
        => $"select * from {Table(outcomes)} where id is null union all select * from (select * from {Table(outcomes)} where id is not null qualify row_number() over (partition by id order by received, seq) = 1)";

    // Files of an earlier time may lack a column; it is null there.
    private static string Read(IReadOnlyList<string> files, string empty)
        => files.Count == 0 ? empty : $"(select * from read_parquet({DuckSql.List(files)}, union_by_name = true) union all by name select * from {empty})";

    private static string Time(DateTimeOffset at) => DuckSql.Literal((object)at.UtcDateTime);

    /// <summary>Deletes the joined windows that are still kept.</summary>
    public void DropJoined()
    {
        foreach (FileInfo file in new DirectoryInfo(platform.Folder("joined")).GetFiles("*.parquet")) file.Delete();
    }

    private DuckMemory Open() => new(2, settings.QueryMemory, platform.Folder("scratch"));

    // Whoever asked has read it by now.
    private static void Prune(string folder)
    {
        foreach (FileInfo old in new DirectoryInfo(folder).GetFiles("*.parquet").OrderByDescending(f => f.LastWriteTimeUtc).Skip(Kept)) old.Delete();
    }
}
