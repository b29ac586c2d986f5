using Cairn.DuckDb;

namespace Cairn.Libraries.Tests.Bindings;

public sealed class DuckDbTests : IDisposable
{
    private readonly DuckDatabase _database = new();
    private readonly DuckConnection _duck;

    public DuckDbTests() => _duck = _database.Connect();

    public void Dispose()
    {
        _duck.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Parameters_come_back_as_given()
    {
        object?[] given = [null, true, 42L, 2.5, "it's é", new DateOnly(2001, 2, 3), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), new byte[] { 0, 1 }, ""];
        using DuckResult result = _duck.Query("select $1, $2, $3, $4, $5, $6, $7, $8, $9", given);
        result.Rows().Single().ShouldBe(given);
    }

    [Fact]
    public void Types_are_read_as_their_own()
    {
        using DuckResult result = _duck.Query("""
            select 1::tinyint, 255::utinyint, 18446744073709551615::ubigint, 170141183460469231731687303715884105727::hugeint, 12.345::decimal(10,3),
                   'b'::enum('a', 'b'), [1, null, 3], '00112233-4455-6677-8899-aabbccddeeff'::uuid, time '01:02:03', 1.5::float
            """);
        object?[] row = result.Rows().Single();
        row[..5].ShouldBe([1L, 255L, ulong.MaxValue, System.Numerics.BigInteger.Pow(2, 127) - 1, 12.345m]);
        row[5].ShouldBe("b");
        ((object?[])row[6]!).ShouldBe([1L, null, 3L]);
        row[7..].ShouldBe([Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), new TimeSpan(1, 2, 3), 1.5]);
    }

    [Fact]
    public void A_stream_reads_chunk_by_chunk()
    {
        using DuckResult result = _duck.Stream("select i, i::float / 2 as half, 'row ' || i as text from range(5000) t(i)");
        long rows = 0, chunks = 0;
        foreach (DuckChunk chunk in result.Chunks())
        {
            chunk.Floats(1)[0].ShouldBe(chunk.Longs(0)[0] / 2f);
            System.Text.Encoding.UTF8.GetString(chunk.Utf8(2, chunk.Rows - 1)).ShouldBe($"row {chunk.Longs(0)[^1]}");
            rows += chunk.Rows;
            chunks++;
        }

        rows.ShouldBe(5000);
        chunks.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_matrix_is_row_major_with_nan_for_null()
    {
        using DuckResult result = _duck.Query("select i::float, case when i % 2 = 0 then i::integer end, (i / 4)::decimal(8,2), i > 1 from range(4) t(i)");
        result.ToMatrix().ShouldBe([0, 0, 0, 0, 1, float.NaN, 0.25f, 0, 2, 2, 0.5f, 1, 3, float.NaN, 0.75f, 1]);
        using DuckResult text = _duck.Query("select 'a'");
        Should.Throw<DuckException>(text.ToMatrix).Message.ShouldContain("Varchar");
    }

    [Fact]
    public void Rows_are_appended_in_bulk_and_parquet_goes_round()
    {
        _duck.Execute("create table t(id bigint, name varchar, moment timestamp, day date, ok boolean, x double)");
        using (DuckAppender rows = _duck.Append("t"))
        {
            for (int i = 0; i < 3000; i++)
                rows.Add((long)i).Add(i % 2 == 0 ? $"name {i}" : null).Add(DateTime.UnixEpoch.AddSeconds(i)).Add(new DateOnly(2001, 1, 1)).Add(true).Add(0.5).EndRow();
            rows.Complete();
        }

        using var file = new TempFile();
        _duck.Execute($"copy t to {DuckSql.Literal(file.Path)} (format parquet)");
        _duck.Scalar<long>($"select count(*) from read_parquet({DuckSql.Literal(file.Path)}) where name is null").ShouldBe(1500);
        _duck.Scalar<long>("select sum(id) from t").ShouldBe(2999L * 3000 / 2);
    }

    [Fact]
    public void An_abandoned_load_writes_nothing()
    {
        _duck.Execute("create table t(id bigint)");
        using (DuckAppender rows = _duck.Append("t"))
            rows.Add(1L).EndRow();
        _duck.Scalar<long>("select count(*) from t").ShouldBe(0);
    }

    [Fact]
    public void A_broken_constraint_is_told_at_completion()
    {
        _duck.Execute("create table t(id bigint primary key)");
        using DuckAppender rows = _duck.Append("t");
        rows.Add(1L).EndRow();
        rows.Add(1L).EndRow();
        Should.Throw<DuckException>(rows.Complete).Message.ShouldContain("uplicate");
    }

    [Fact]
    public void Faults_come_in_the_librarys_words()
    {
        Should.Throw<DuckException>(() => _duck.Execute("select * from nowhere")).Message.ShouldContain("nowhere");
        Should.Throw<DuckException>(() => _duck.Execute("select $1", 1, 2)).Message.ShouldContain("takes 1 parameters");
        Should.Throw<DuckException>(() => _duck.Append("nowhere")).Message.ShouldContain("nowhere");
        Should.Throw<DuckException>(() => new DuckDatabase(null, ("no_such_setting", "1"))).Message.ShouldContain("no_such_setting");
        using TempFile file = TempFile.Of([.. "PAR1 this is no parquet"u8]);
        Should.Throw<DuckException>(() => _duck.Scalar($"select count(*) from read_parquet({DuckSql.Literal(file.Path)})"));
        _duck.Scalar<int>("select 1").ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_token_stops_the_query()
    {
        using var cancellation = new CancellationTokenSource();
        using (_duck.CancelOn(cancellation.Token))
        {
            Task<object?> query = Task.Run(() => _duck.Scalar("select count(*) from range(100000000000) a(i) where i % 7 = hash(i) % 7"));
            await cancellation.CancelAsync();
            // A query that has not begun yet is stopped by nothing that comes before it.
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            for (; !query.IsCompleted; await tick.WaitForNextTickAsync(limit.Token)) _duck.Interrupt();
            await Should.ThrowAsync<OperationCanceledException>(() => query);
        }
        _duck.Scalar<int>("select 2").ShouldBe(2);
    }

    [Fact]
    public void A_confined_connection_reads_only_its_directory()
    {
        using var inside = new TempFile();
        _duck.Execute($"copy (select 1 as x) to {DuckSql.Literal(inside.Path)} (format csv)");
        string elsewhere = Path.Combine(Path.GetTempPath(), "elsewhere");
        _duck.Confine(elsewhere);
        Should.Throw<DuckException>(() => _duck.Scalar($"select * from read_csv({DuckSql.Literal(inside.Path)})")).Message.ShouldContain("Permission");
        Should.Throw<DuckException>(() => _duck.Execute("set enable_external_access = true"));
        Should.Throw<DuckException>(() => _duck.Execute("load httpfs"));
    }

    [Fact]
    public void A_confined_connection_still_reads_below_its_directory()
    {
        using var inside = new TempFile();
        _duck.Execute($"copy (select 1 as x) to {DuckSql.Literal(inside.Path)} (format csv)");
        _duck.Confine(Path.GetTempPath());
        _duck.Scalar<int>($"select x from read_csv({DuckSql.Literal(inside.Path)})").ShouldBe(1);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("it's \"quoted\"; drop table t; --")]
    [InlineData("$1 ? \\ \n é")]
    public void Quoted_text_and_names_survive(string text)
    {
        _duck.Scalar<string>($"select {DuckSql.Literal(text)}").ShouldBe(text);
        using DuckResult result = _duck.Query($"select 1 as {DuckSql.Identifier(text)}");
        result.Columns[0].Name.ShouldBe(text);
        Should.Throw<ArgumentException>(() => DuckSql.Literal(text + "\0"));
    }

    [Fact]
    public void Rows_in_vectors_hold_nulls_texts_and_lists()
    {
        using var database = new DuckDatabase();
        using DuckConnection duck = database.Connect();
        duck.Execute("create table t (n BIGINT, u UBIGINT, s VARCHAR, f FLOAT[], w VARCHAR[])");
        using (DuckRows rows = duck.Rows("t"))
        {
            for (int i = 0; i < 5000; i++)
            {
                rows.Set(0, (long)i);
                if (i % 2 == 0) rows.Set(1, ulong.MaxValue);
                rows.Set(2, i % 3 == 0 ? null : new string('x', i % 40));
                rows.SetList(3, System.Runtime.InteropServices.MemoryMarshal.AsBytes(new float[] { i, 0.5f }.AsSpan()));
                if (i == 4999) rows.SetList(4, ["", "a longer text than fits inside a cell"]);
                rows.EndRow();
            }
            rows.Complete();
        }
        duck.Query("select sum(n), count(u), max(u), count(s), max(length(s)), sum(f[1]), sum(len(f)), count(w), max(w[2]) from t").Rows().Single().Select(v => Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(["12497500", "2500", "18446744073709551615", "3333", "39", "12497500", "10000", "1", "a longer text than fits inside a cell"]);
    }

    [Fact]
    public void A_value_of_another_type_than_its_column_is_refused_and_rows_that_were_not_completed_are_dropped()
    {
        using var database = new DuckDatabase();
        using DuckConnection duck = database.Connect();
        duck.Execute("create table t (n BIGINT, f FLOAT[])");
        using (DuckRows rows = duck.Rows("t"))
        {
            rows.Set(0, 1L);
            rows.EndRow();
            Should.Throw<DuckException>(() => rows.Set(0, 1.5));
            Should.Throw<DuckException>(() => rows.SetList(1, new byte[3]));
        }
        duck.Scalar<long>("select count(*) from t").ShouldBe(0);
    }
}
