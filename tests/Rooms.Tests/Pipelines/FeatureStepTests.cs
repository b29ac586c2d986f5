using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Features;
using Cairn.DuckDb;
using Cairn.Pipelines.Features;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The two steps of features by themselves: facts as of each row's time, and SQL that looks into the future.</summary>
public sealed class FeatureStepTests : IDisposable
{
    private const string Daily = "select carrier, date_trunc('day', dep) as day, avg(late) as recent from flights group by all";

    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-features-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_row_gets_what_was_known_at_its_time_and_a_correction_counts_from_when_it_came()
    {
        // A fact of the 1st, corrected on the 5th; a fact of the 3rd known on the 4th; one of the 2nd that came to light on the 6th, after a newer one.
        string[] facts = ["('AA', '2001-01-01', '2001-01-02', 1.0)", "('AA', '2001-01-01', '2001-01-05', 9.0)", "('AA', '2001-01-03', '2001-01-04', 3.0)", "('AA', '2001-01-02', '2001-01-06', 2.0)", "('DL', '2001-01-01', '2001-01-01', 7.0)"];
        string table = View($"select k, t::timestamp as t, kn::timestamp as kn, v from (values {string.Join(", ", facts)}) f(k, t, kn, v)", "k", "t", known: "kn").Table;
        string rows = Parquet("rows", "select i as id, case when i % 2 = 0 then 'AA' else 'DL' end as k, dep from (values (0, timestamp '2001-01-01 23:59:59'), (2, timestamp '2001-01-02'), (4, timestamp '2001-01-04'), (6, timestamp '2001-01-07'), (1, timestamp '2001-01-01'), (3, null)) r(i, dep)");
        Join(rows, table, "dep", "id, v").ShouldBe("0:null 2:1 4:3 6:3 1:7 3:null");
    }

    [Fact]
    public void The_keyed_file_answers_at_every_moment_what_the_join_answers()
    {
        string flights = Parquet("flights", "select 'C' || (i * 7919 % 13) as carrier, timestamp '2001-01-01' + to_minutes(i * 37) as dep, (i * 104729 % 10) / 10.0 as late from range(3000) t(i)");
        (string table, string keyed) = View(Daily, "carrier", "day", after: 86_400, source: flights, asOf: new DateTimeOffset(2001, 1, 10, 5, 0, 0, TimeSpan.Zero));
        KeyedFile file = KeyedFile.Open(keyed);
        string rows = Parquet("rows", "select 'C' || (i % 15) as carrier, timestamp '2001-01-10 05:00:00' + to_minutes(i * 53) as dep, epoch_us(dep) as us from range(500) t(i)");
        string joined = Path.Combine(_folder, "joined.parquet");
        new FeaturesStep().Run(Context(new() { ["table"] = rows, ["recent"] = table }, new() { ["table"] = joined }, new JsonObject { ["time"] = "dep" })).ShouldBe(0);
        int found = 0;
        foreach (object?[] row in Rows($"select carrier, us, recent from read_parquet({DuckSql.Literal(joined)})"))
        {
            int entry = file.Find(KeyText.Of([row[0]]), (long)row[1]!);
            (entry < 0 ? null : (object)file.Number(entry, 0)).ShouldBe(row[2]);
            if (entry >= 0) found++;
        }
        found.ShouldBeGreaterThan(300);
        // Of the past only what still counts is there.
        file.Count.ShouldBeLessThan((int)(long)Rows($"select count(*) from read_parquet({DuckSql.Literal(table)})")[0][0]!);
    }

    [Theory]
    [InlineData("a day's mean, known as soon as the day begins", Daily, 0)]
    [InlineData("the mean over everything", "select carrier, date_trunc('day', dep) as day, avg(avg(late)) over (partition by carrier) as recent from flights group by 1, 2", 86_400)]
    [InlineData("a window that looks one day ahead", "select carrier, day, avg(late) over (partition by carrier order by day rows between 3 preceding and 1 following) as recent from (select carrier, date_trunc('day', dep) as day, avg(late) as late from flights group by 1, 2)", 86_400)]
    [InlineData("a rank among all that ever was", "select carrier, date_trunc('day', dep) as day, rank() over (order by avg(late)) as recent from flights group by 1, 2", 86_400)]
    public void A_planted_leak_is_caught(string what, string sql, double after)
    {
        string flights = Flights();
        Should.Throw<StepException>(() => View(sql, "carrier", "day", after: after, source: flights)).Message.ShouldStartWith("The feature looks into the future: ", Case.Sensitive, what);
    }

    [Theory]
    [InlineData(Daily)]
    [InlineData("select carrier, day, avg(late) over (partition by carrier order by day range between interval 7 days preceding and current row) as recent from (select carrier, date_trunc('day', dep) as day, avg(late) as late from flights group by 1, 2)")]
    public void Looking_back_is_no_leak(string sql) => View(sql, "carrier", "day", after: 86_400, source: Flights()).ShouldNotBe(default);

    [Theory]
    [InlineData("select 1.5 as k, timestamp '2001-01-01' as t, 1 as v", "The key 'k' is DECIMAL(2,1); a key is a text or a whole number, so cast it in the SQL.")]
    [InlineData("select 'a' as k, '2001-01-01' as t, 1 as v", "'t' is VARCHAR; a time is a DATE or a TIMESTAMP, so cast it in the SQL.")]
    [InlineData("select 'a' as k, date '2001-01-01' as t, [1] as v", "The value 'v' is INTEGER[]; a value is a number or a text, so cast it in the SQL.")]
    [InlineData("select 'a' as k, date '2001-01-01' as t", "The SQL gives no value besides the key and the time.")]
    [InlineData("select 'a' as key, date '2001-01-01' as t, 1 as v", "The SQL gives no column 'k'; it gives key, t, v.")]
    [InlineData("select null::varchar as k, date '2001-01-01' as t, 1 as v", "1 facts have no key or no time; leave them out in the SQL.")]
    [InlineData("select 'a' as k, date '2001-01-01' as t, unnest([1, 2]) as v", "1 facts stand there more than once, with the same key and times; only one can be true.")]
    public void What_cannot_be_looked_up_is_refused(string sql, string message)
        => Should.Throw<StepException>(() => View(sql, "k", "t", after: 0)).Message.ShouldBe(message);

    [Fact]
    public void A_fact_that_was_known_before_it_happened_is_refused()
        => Should.Throw<StepException>(() => View("select 'a' as k, date '2001-01-02' as t, date '2001-01-01' as kn, 1 as v", "k", "t", known: "kn")).Message.ShouldBe("1 facts are known before they happened; a fact is known at its time or later.");

    [Fact]
    public void A_value_that_the_rows_have_already_is_refused()
    {
        string table = View("select 'a' as k, date '2001-01-01' as t, 1 as v", "k", "t", after: 0).Table;
        string rows = Parquet("rows", "select 'a' as k, date '2001-01-01' as dep, 2 as v");
        Should.Throw<StepException>(() => Join(rows, table, "dep", "v")).Message.ShouldBe("The feature 'recent' has a value 'v', which is a column already; give it another name.");
    }

    private string Flights() => Parquet("flights", "select 'C' || (i % 3) as carrier, timestamp '2001-01-01' + to_hours(i) as dep, (i * 104729 % 10) / 10.0 as late from range(1000) t(i)");

    private (string Table, string Keyed) View(string sql, string key, string time, string? known = null, double? after = null, string? source = null, DateTimeOffset? asOf = null)
    {
        string table = Path.Combine(_folder, "facts.parquet"), keyed = Path.Combine(_folder, "facts.keyed"), moment = Path.Combine(_folder, "as_of");
        File.WriteAllText(moment, (asOf ?? new DateTimeOffset(2002, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToString("O"));
        var with = new JsonObject { ["sql"] = sql, ["key"] = new JsonArray(key), ["time"] = time, ["times"] = source is null ? new JsonObject() : new JsonObject { ["flights"] = "dep" } };
        if (known is not null) with["known"] = known;
        if (after is not null) with["after_s"] = after;
        var inputs = new Dictionary<string, string> { ["as_of"] = moment };
        if (source is not null) inputs["flights"] = source;
        new ViewStep().Run(Context(inputs, new() { ["table"] = table, ["keyed"] = keyed }, with)).ShouldBe(0);
        return (table, keyed);
    }

    private string Join(string rows, string facts, string time, string columns)
    {
        string to = Path.Combine(_folder, "joined.parquet");
        new FeaturesStep().Run(Context(new() { ["table"] = rows, ["recent"] = facts }, new() { ["table"] = to }, new JsonObject { ["time"] = time })).ShouldBe(0);
        return string.Join(' ', Rows($"select {columns} from read_parquet({DuckSql.Literal(to)})").Select(r => $"{r[0]}:{(r[1] is null ? "null" : Convert.ToDouble(r[1]))}"));
    }

    private static StepContext Context(Dictionary<string, string> inputs, Dictionary<string, string> outputs, JsonObject with) => new(inputs, outputs, with, null, null, TextWriter.Null);

    private string Parquet(string name, string sql)
    {
        string path = Path.Combine(_folder, name + ".parquet");
        Rows($"copy ({sql}) to {DuckSql.Literal(path)} (format parquet)");
        return path;
    }

    private static List<object?[]> Rows(string sql)
    {
        using var database = new DuckMemory(2, "256MB");
        using DuckConnection duck = database.Connect();
        using DuckResult result = duck.Query(sql);
        return [.. result.Rows()];
    }
}
