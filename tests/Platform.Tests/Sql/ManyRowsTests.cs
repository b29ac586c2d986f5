using Cairn.Platform.Sql;
using Cairn.Rooms.Tests;

namespace Cairn.Platform.Tests.Sql;

/// <summary>Rows that are written together are those that were given, whatever stands in them.</summary>
public sealed class ManyRowsTests
{
    private const string Columns = "insert into v (id, b, t, d, x)";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Values_of_every_kind_and_nulls_come_back_in_order(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        object?[][] rows = [[1L, true, "ä'\"", 0.1, new byte[] { 0, 255 }], [2L, null, null, null, null], [3L, false, "", -1.5, Array.Empty<byte>()]];
        (await host.Database.WriteAsync(s => ManyRows.Insert(s, Columns, rows))).ShouldBe(3);
        IReadOnlyList<Row> kept = await host.Database.ReadAsync(s => s.Query<Row>("select * from v order by id"));
        kept.Select(r => (r.Id, r.B, r.T, r.D)).ShouldBe([(1, true, "ä'\"", 0.1), (2, null, null, null), (3, false, "", -1.5)]);
        kept.Select(r => r.X is null ? null : Convert.ToHexString(r.X)).ShouldBe(["00FF", null, ""]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_column_of_nulls_alone_takes_the_type_of_the_table(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        (await host.Database.WriteAsync(s => ManyRows.Insert(s, Columns, [[1L, null, null, null, null], [2L, null, null, null, null]]))).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task More_rows_than_a_statement_takes_are_all_written_and_told(string engine)
    {
        const int count = 12_345;
        await using PlatformHost host = await WithTableAsync(engine);
        IReadOnlyList<long> ids = await host.Database.WriteAsync(s => ManyRows.Insert(s, "insert into v (id)", Enumerable.Range(0, count).Select(i => (object?[])[(long)i]), "returning id", r => r.GetInt64(0)));
        ids.Order().ShouldBe(Enumerable.Range(0, count).Select(i => (long)i));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Rows_that_are_there_count_as_not_written(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        await host.Database.WriteAsync(s => ManyRows.Insert(s, "insert into v (id, t)", [[1L, "old"]]));
        (await host.Database.WriteAsync(s => ManyRows.Insert(s, "insert into v (id, t)", [[1L, "new"], [2L, "new"]], "on conflict (id) do nothing"))).ShouldBe(1);
        (await host.Database.WriteAsync(s => ManyRows.Insert(s, "insert into v (id, t)", [[1L, "new"]], "on conflict (id) do nothing"))).ShouldBe(0);
        (await host.Database.ReadAsync(s => s.Query<string>("select t from v order by id"))).ShouldBe(["old", "new"]);
    }

    private static async Task<PlatformHost> WithTableAsync(string engine)
    {
        PlatformHost host = await PlatformHost.StartAsync(engine);
        await host.Database.WriteAsync(s => s.Execute("create table v (id BIGINT primary key, b BOOLEAN, t TEXT, d DOUBLE PRECISION, x BYTEA)"));
        return host;
    }

    private sealed record Row
    {
        public long Id { get; init; }
        public bool? B { get; init; }
        public string? T { get; init; }
        public double? D { get; init; }
        public byte[]? X { get; init; }
    }
}
