using Cairn.DuckDb;

namespace Cairn.Monitoring;

/// <summary>Requests held against the input contract: how many were looked at, and the share that was refused.</summary>
internal static class ContractMeasure
{
    public static MeasuredSpan Measure(ProductionSpan span)
    {
        using DuckResult result = span.Duck.Query("""
            with requests as (select request_id, max(status) as status from predictions group by 1)
            select count(*), avg((status = 400)::int) from requests
            """);
        object?[] row = result.Rows().Single();
        long n = Convert.ToInt64(row[0]);
        return new MeasuredSpan(n, [new Measure("refused", null, n == 0 ? 0 : Convert.ToDouble(row[1]))]).With("enforced", true);
    }
}
