using Cairn.DuckDb;

namespace Cairn.Endpoints;

/// <summary>Pairs what shadows said with the answers, by DuckDB over both sets of files.</summary>
internal static class ShadowJoin
{
    public static IReadOnlyList<ShadowPairs> Run(DuckConnection duck, string predictions, string shadows, string window)
    {
        using DuckResult result = duck.Query($"""
            select s.version, count(p.prediction_id), count(*) filter (where s.status <> 200),
              avg(s.score - p.score), avg(abs(s.score - p.score)), max(abs(s.score - p.score)),
              avg(case when p.label is null or s.label is null then null when p.label = s.label then 1.0 else 0.0 end),
              median(s.latency_us) filter (where s.status = 200) / 1000.0
            from (select * from {shadows} where {window}) s
              left join (select * from {predictions} where {window} and prediction_id is not null) p on p.prediction_id = s.prediction_id
            group by s.version order by s.version
            """);
        return [.. result.Rows().Select(Pairs)];
    }

    private static ShadowPairs Pairs(object?[] r) => new(
        (string)r[0]!, Convert.ToInt64(r[1], null), Convert.ToInt64(r[2], null), Number(r[3]), Number(r[4]), Number(r[5]), Number(r[6]), Number(r[7]));

    private static double? Number(object? value) => value is null ? null : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
}
