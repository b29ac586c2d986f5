using Cairn.DuckDb;

namespace Cairn.Endpoints;

/// <summary>Sorts the outcomes of a window by what became of them, by DuckDB over both sets of files.</summary>
internal static class OutcomeAccount
{
    public static OutcomeSummary Run(DuckConnection duck, string predictions, string received, string told, (DateTimeOffset From, DateTimeOffset To) window)
    {
        string from = DuckSql.Literal((object)window.From.UtcDateTime), to = DuckSql.Literal((object)window.To.UtcDateTime);
        duck.Execute($"create temp table o as select seq, prediction_id, key, value, text, received from ({told}) where received < {to}");
        // Of the predictions only those that an outcome names.
        duck.Execute($"""
            create temp table met as
            select seq, value, text, received, prediction_id, min("at") as "at" from (
              select o.seq, o.value, o.text, o.received, p.prediction_id, p."at" from o join {predictions} p on p.prediction_id = o.prediction_id
              union all
              select o.seq, o.value, o.text, o.received, p.prediction_id, p."at" from o join {predictions} p on p.key = o.key where p.prediction_id is not null
            ) group by all
            """);
        duck.Execute($"""
            create temp table judged as
            select seq, bool_and(received >= date_trunc('day', "at") + interval 2 day) as late,
              bool_or(before is not null and before = coalesce(text, value::VARCHAR)) as repeated,
              bool_or(before is not null and before <> coalesce(text, value::VARCHAR)) as contradicted
            from (select *, lag(coalesce(text, value::VARCHAR)) over (partition by prediction_id order by received, seq) as before from met) group by seq
            """);
        using DuckResult result = duck.Query($"""
            select count(*), count(j.seq), count(*) filter (where j.late), count(*) filter (where j.repeated), count(*) filter (where j.contradicted),
              (select count(*) from {received} where received >= {from} and received < {to})
            from o left join judged j using (seq) where o.received >= {from}
            """);
        object?[] n = result.Rows().First();
        return new OutcomeSummary(window.From, window.To)
        {
            Told = Number(n[0]),
            SentAgain = Number(n[5]) - Number(n[0]),
            Joined = Number(n[1]),
            Late = Number(n[2]),
            Repeated = Number(n[3]),
            Contradicted = Number(n[4]),
        };
    }

    private static long Number(object? value) => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
}
