using Cairn.Platform.Sql;
using Microsoft.Data.Sqlite;

namespace Cairn.Platform.Tests.Sql;

/// <summary>Statements that are kept: the same answers as new ones, and no more of them than allowed.</summary>
public sealed class PreparedConnectionTests : IDisposable
{
    private readonly PreparedConnection _connection = Open();
    private readonly SqlSession _session;

    public PreparedConnectionTests() => _session = new SqlSession(_connection, null, SqlEngine.Sqlite);

    [Fact]
    public void A_text_used_again_takes_its_new_values()
    {
        for (long i = 0; i < 5; i++) _session.Scalar<long>("select @i * 2", new { i }).ShouldBe(i * 2);
        _connection.Kept.ShouldBe(1);
    }

    [Fact]
    public void No_more_are_kept_than_allowed()
    {
        for (int i = 0; i < 50; i++) _session.Scalar<long>($"select {i}").ShouldBe(i);
        _connection.Kept.ShouldBe(4);
    }

    [Fact]
    public void The_same_text_may_be_read_within_its_own_reading()
    {
        const string sql = "select value from json_each('[1,2,3]')";
        _session.Stream<long>(sql).SelectMany(_ => _session.Query<long>(sql)).Sum().ShouldBe(18);
    }

    [Fact]
    public void A_list_among_other_values_is_found_whatever_its_length()
    {
        for (int n = 1; n < 6; n++)
            _session.Query<long>("select value from json_each('[1,2,3,4,5]') where value > @least and value in @list", new { least = 1, list = Enumerable.Range(1, n).ToArray() }).Count.ShouldBe(n - 1);
    }

    [Fact]
    public void A_statement_that_failed_does_not_harm_the_next()
    {
        _session.Execute("create table t (id BIGINT primary key)");
        for (int i = 0; i < 3; i++)
        {
            _session.Execute("insert into t (id) values (@id)", new { id = i }).ShouldBe(1);
            Should.Throw<SqliteException>(() => _session.Execute("insert into t (id) values (@id)", new { id = i }));
        }
        _session.Scalar<long>("select count(*) from t").ShouldBe(3);
        _session.Scalar<long?>("select id from t where id = 9").ShouldBeNull();
    }

    [Fact]
    public void A_changed_schema_is_seen_by_kept_statements()
    {
        _session.Execute("create table t (id BIGINT primary key)");
        _session.Execute("insert into t (id) values (1)");
        _session.Query<long>("select id from t").Count.ShouldBe(1);
        _session.Execute("drop table t");
        Should.Throw<SqliteException>(() => _session.Query<long>("select id from t"));
    }

    public void Dispose() => _connection.Dispose();

    private static PreparedConnection Open()
    {
        SystemSqlite.Initialize();
        var inner = new SqliteConnection("Data Source=:memory:");
        inner.Open();
        return new PreparedConnection(inner, most: 4);
    }
}
