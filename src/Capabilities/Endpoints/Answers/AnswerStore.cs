using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>What each life of a data plane has answered, by day. A row only ever grows.</summary>
internal sealed class AnswerStore
{
    public void Keep(SqlSession s, string route, string instance, AnsweredLive day) => s.Execute("""
        insert into answered_days (route, instance, day, requests, rows_count) values (@route, @instance, @Day, @Requests, @Rows)
        on conflict (route, instance, day) do update set requests = @Requests, rows_count = @Rows
        """, new { route, instance, Day = day.Day.DayNumber, day.Requests, day.Rows });

    /// <summary>Rows of all instances; null when none is known to have answered.</summary>
    public long? Rows(SqlSession s, string route, DateOnly day)
        => s.Scalar<long?>("select cast(sum(rows_count) as BIGINT) from answered_days where route = @route and day = @day", new { route, day = day.DayNumber });
}
