using Cairn.DuckDb;
using Cairn.Monitoring;

namespace Cairn.Rooms.Tests.Monitoring;

/// <summary>A day of production as a test makes it, in a database of its own.</summary>
internal sealed class MadeSpan : IDisposable
{
    public static readonly DateTimeOffset Day = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DuckMemory _database = new(1, "256MB");

    /// <param name="rows">SQL of rows with <c>i</c>, <c>version</c>, <c>x</c>, <c>carrier</c>, <c>score</c>; each is answered by a request of its own, one a minute.</param>
    /// <param name="truth">The truth of a row as SQL; null where it is not known.</param>
    /// <param name="refused">Requests that were answered with 400.</param>
    public MadeSpan(string rows, string truth = "null", int refused = 0)
    {
        Duck = _database.Connect();
        Duck.Execute($"""
            create table predictions as
            select 'r' || i || '.0' as prediction_id, 'r' || i as request_id, version, {Minute("i")} as "at", 200::bigint as status, ((i % 100 + 1) * 1000)::bigint as latency_us, score::double as score, x, carrier from ({rows})
            union all by name
            select null as prediction_id, 'no' || i as request_id, 'mv-1' as version, {Minute("i")} as "at", 400::bigint as status, 1000::bigint as latency_us from range({refused}) t(i)
            """);
        Duck.Execute($"create view {ProductionSpan.Answers} as select * from predictions where status = 200");
        Duck.Execute($"create view joined as select * from (select prediction_id, version, score, ({truth})::double as truth from {ProductionSpan.Answers}) where truth is not null");
        Span = new ProductionSpan(Duck, Day, Day.AddDays(1), ["x", "carrier"]);
    }

    public DuckConnection Duck { get; }

    public ProductionSpan Span { get; }

    /// <summary>A table to compare with: x evenly from 0 to 10, three carriers.</summary>
    public Reference Training(int rows = 3000)
    {
        Duck.Execute($"create or replace table training as select (i % 1000) / 100.0 as x, ['UA', 'AA', 'DL'][i % 3 + 1] as carrier from range({rows}) t(i)");
        return new Reference("training");
    }

    public void Dispose()
    {
        Duck.Dispose();
        _database.Dispose();
    }

    private static string Minute(string i) => $"TIMESTAMP '2001-01-01 00:00:00' + to_minutes(({i} % 1440)::bigint)";
}
