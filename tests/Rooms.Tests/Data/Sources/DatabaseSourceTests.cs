using Cairn.Data;
using Microsoft.Data.Sqlite;
using Npgsql;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data.Sources;

/// <summary>The same of both kinds of databases, each a table of trips with a growing number and a time.</summary>
public sealed class DatabaseSourceTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Each_gathering_takes_the_rows_above_the_watermark_once(string kind)
    {
        await using TestDatabase trips = await TestDatabase.CreateAsync(kind);
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"{trips.Url}\", table: trips, watermark: id, every: hour{trips.Secret}}}\n", TestWeb.Trusting);
        trips.Prepare(world);
        await trips.InsertAsync(1, 3);
        await world.AdvanceToAsync(1, 1);
        await world.AdvanceToAsync(1, 2);
        await trips.InsertAsync(4, 5);
        await world.AdvanceToAsync(1, 3);
        IReadOnlyList<DatasetVersion> known = await world.KnownAsync();
        known.Select(v => (v.Partition, v.Rows)).ShouldBe([("2001-01-01T01-00-00", 3), ("2001-01-01T03-00-00", 2)]);
        (await world.ArrivalsAsync()).Count.ShouldBe(2);
        string all = string.Join(", ", await Task.WhenAll(known.Select(async v => $"'{await world.Get<IDatasets>().PathAsync(v)}'")));
        // What is text stays text, and an empty one is not a missing one.
        Rows($"select id, code, note, typeof(\"at\"), delay from read_parquet([{all}]) order by id").Select(r => string.Join('|', r.Select(c => c ?? "null")))
            .ShouldBe(["1|001|null|TIMESTAMP|1.5", "2|002||TIMESTAMP|1.5", "3|003|null|TIMESTAMP|1.5", "4|004||TIMESTAMP|1.5", "5|005|null|TIMESTAMP|1.5"]);
        (await world.IngestAsync()).VersionId.ShouldBe(known[1].Id);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Rows_that_are_younger_than_late_wait_for_the_next_gathering(string kind)
    {
        await using TestDatabase trips = await TestDatabase.CreateAsync(kind);
        await using TestWorld world = await StartAsync($"project: flights\ndata:\n  trips: {{from: \"{trips.Url}\", table: trips, watermark: at, late: 90s, every: hour{trips.Secret}}}\n", TestWeb.Trusting);
        trips.Prepare(world);
        await trips.InsertAsync(1, 4); // A minute apart: the last two are within 90 seconds of the newest.
        await world.AdvanceToAsync(1, 1);
        await trips.InsertAsync(5, 6);
        await world.AdvanceToAsync(1, 2);
        (await world.KnownAsync()).Select(v => v.Rows).ShouldBe([2, 2]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_query_with_a_day_makes_a_partition_of_each_and_mistakes_are_told(string kind)
    {
        await using TestDatabase trips = await TestDatabase.CreateAsync(kind);
        await using TestWorld world = await StartAsync($$"""
            project: flights
            data:
              trips: {from: "{{trips.Url}}", query: "select id, code from trips where id = cast(substr('{day}', 10) as integer)", every: day at 02:00, since: 2001-01-01{{trips.Secret}}}
              wrong: {from: "{{trips.Url}}", query: "select nothing from trips"{{trips.Secret}}}
              two: {from: "{{trips.Url}}", query: "select 1 as x) q where 1 = (select 1"{{trips.Secret}}}
            """, TestWeb.Trusting);
        trips.Prepare(world);
        await trips.InsertAsync(1, 3);
        await world.AdvanceToAsync(3);
        (await world.KnownAsync()).Select(v => (v.Partition, v.Rows)).ShouldBe([("2001-01-01", 1), ("2001-01-02", 1)]);
        Arrival wrong = await world.IngestAsync(source: "wrong");
        (wrong.State, wrong.Failure, wrong.Reason!.Contains("nothing", StringComparison.Ordinal)).ShouldBe((ArrivalState.Failed, "unusable", true));
        (await world.IngestAsync(source: "two")).State.ShouldBe(ArrivalState.Failed);
    }

    [Fact]
    public async Task A_database_server_is_asked_only_when_the_operator_named_it()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips: {from: \"postgres://u@127.0.0.1:1/d\", table: t}\n  none: {from: \"sqlite:none.db\", table: t}\n  odd: {from: \"sqlite:odd.db\", table: t}\n");
        (await world.IngestAsync()).Reason.ShouldBe("The operator must name the host '127.0.0.1' in CAIRN_SOURCE_HOSTS.");
        (await world.IngestAsync(source: "none")).State.ShouldBe(ArrivalState.Missing);
        File.WriteAllText(world.Drop("odd.db"), new string('x', 5000));
        (await world.IngestAsync(source: "odd")).Reason.ShouldBe("The file is no SQLite database, or it is damaged.");
    }

    /// <summary>A table of trips in a database of the kind.</summary>
    private sealed class TestDatabase(string kind, TestPostgres? postgres) : IAsyncDisposable
    {
        private const string Table = "create table trips (id integer, at timestamp, code text, note text, delay double precision)";
        private string _file = "";

        public string Url => kind == TestEngines.Sqlite ? "sqlite:trips.db" : new UriBuilder(postgres!.Url) { Password = "" }.Uri.AbsoluteUri;

        public string Secret => Password.Length == 0 ? "" : ", secret: TRIPS";

        private string Password => postgres is null || new Uri(postgres.Url).UserInfo.Split(':') is not [_, var password] ? "" : password;

        public static async Task<TestDatabase> CreateAsync(string kind)
        {
            TestPostgres? postgres = kind == TestEngines.Postgres ? await TestPostgres.CreateAsync() : null;
            if (postgres is not null && new Uri(postgres.Url).Host != "127.0.0.1") Assert.Skip("The test server of PostgreSQL is not reached by 127.0.0.1.");
            return new TestDatabase(kind, postgres);
        }

        public void Prepare(TestWorld world)
        {
            _file = world.Drop("trips.db");
            if (Password.Length > 0) world.Get<TestSecrets>().Values["TRIPS"] = Password;
            Execute(Table);
        }

        public Task InsertAsync(int from, int to) => Task.Run(() => Execute("insert into trips values " + string.Join(", ", Enumerable.Range(from, to - from + 1)
            .Select(i => $"({i}, '2001-01-01 00:{i:d2}:00', '{i:d3}', {(i % 2 == 0 ? "''" : "null")}, 1.5)"))));

        public async ValueTask DisposeAsync()
        {
            if (postgres is not null) await postgres.DisposeAsync();
        }

        private void Execute(string sql)
        {
            using System.Data.Common.DbConnection open = postgres is null ? new SqliteConnection($"Data Source={_file};Pooling=false") : new NpgsqlConnection(Connection());
            open.Open();
            using System.Data.Common.DbCommand command = open.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        private string Connection()
        {
            var uri = new Uri(postgres!.Url);
            return new NpgsqlConnectionStringBuilder { Host = uri.Host, Port = uri.Port, Username = uri.UserInfo.Split(':')[0], Password = Password, Database = uri.AbsolutePath[1..], Pooling = false }.ConnectionString;
        }
    }
}
