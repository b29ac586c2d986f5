using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests;

namespace Cairn.Platform.Tests.Sql;

/// <summary>What every engine promises behind <see cref="IDatabase"/>.</summary>
public sealed class DatabaseTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_write_is_seen_by_the_next_read(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        await host.Database.WriteAsync(s => s.Execute("insert into t (id, n) values (@id, @n)", new { id = "a", n = 1L }));
        (await host.Database.ReadAsync(s => s.First<Row>("select * from t"))).ShouldBe(new Row { Id = "a", N = 1 });
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_write_that_throws_leaves_nothing_and_does_not_harm_its_neighbours(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        Task[] writes = [.. Enumerable.Range(0, 200).Select(i => host.Database.WriteAsync(s =>
        {
            s.Execute("insert into t (id, n) values (@id, @n)", new { id = "w" + i, n = (long)i });
            if (i % 3 == 0) throw new InvalidOperationException("no");
        }))];
        foreach (Task write in writes)
            try { await write; }
            catch (InvalidOperationException) { continue; }
        (await host.Database.ReadAsync(s => s.Query<long>("select n from t order by n"))).ShouldBe(Enumerable.Range(0, 200).Where(i => i % 3 != 0).Select(i => (long)i));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_read_that_nobody_waits_for_stops_within_its_statement(string engine)
    {
        const string endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";
        await using PlatformHost host = await WithTableAsync(engine);
        using var caller = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        Task<long> read = Task.Run(() => host.Database.ReadAsync(s =>
        {
            long rows = 0;
            foreach (long _ in s.Stream<long>(endless))
                if (++rows == 1) begun.SetResult();
            return rows;
        }, caller.Token));
        await begun.Task;
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => read);
        // The connection goes on to serve others.
        (await host.Database.ReadAsync(s => s.Scalar<long>("select count(*) from t"))).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_read_that_nobody_waits_for_begins_no_other_statement(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        using var caller = new CancellationTokenSource();
        bool went = false;
        await Should.ThrowAsync<OperationCanceledException>(() => host.Database.ReadAsync(s =>
        {
            s.Scalar<long>("select count(*) from t");
            caller.Cancel();
            s.Scalar<long>("select count(*) from t");
            went = true;
            return 0;
        }, caller.Token));
        went.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_broken_rule_of_the_schema_is_an_error_of_its_caller_alone(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        await host.Database.WriteAsync(s => s.Execute("insert into t (id, n) values ('a', 1)"));
        await Should.ThrowAsync<System.Data.Common.DbException>(() => host.Database.WriteAsync(s => s.Execute("insert into t (id, n) values ('a', 2)")));
        await host.Database.WriteAsync(s => s.Execute("insert into t (id, n) values ('b', 2)"));
        (await host.Database.ReadAsync(s => s.Scalar<long>("select count(*) from t"))).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Signals_run_after_the_commit_and_never_after_a_failure(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        var seen = new TaskCompletionSource<long>();
        await host.Database.WriteAsync(s =>
        {
            s.Execute("insert into t (id, n) values ('a', 1)");
            s.AfterCommit(() => seen.SetResult(host.Database.ReadAsync(r => r.Scalar<long>("select count(*) from t")).GetAwaiter().GetResult()));
        });
        (await seen.Task).ShouldBe(1);
        bool rung = false;
        await Should.ThrowAsync<InvalidOperationException>(() => host.Database.WriteAsync(s =>
        {
            s.AfterCommit(() => rung = true);
            throw new InvalidOperationException("no");
        }));
        rung.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Booleans_texts_bytes_and_numbers_come_back_as_they_went_in(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        byte[] bytes = [0, 1, 255];
        await host.Database.WriteAsync(s => s.Execute("insert into v (b, t, d, x) values (@b, @t, @d, @x)", new { b = true, t = "ä'\"", d = 0.1, x = bytes }));
        Values row = (await host.Database.ReadAsync(s => s.First<Values>("select * from v")))!;
        (row.B, row.T, row.D).ShouldBe((true, "ä'\"", 0.1));
        row.X.ShouldBe(bytes);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Lists_are_looked_up_by_in(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        await host.Database.WriteAsync(s => s.Execute("insert into t (id, n) values ('a', 1), ('b', 2), ('c', 3)"));
        string[] some = ["a", "c"];
        (await host.Database.ReadAsync(s => s.Query<string>("select id from t where id in @some order by id", new { some }))).ShouldBe(["a", "c"]);
        (await host.Database.ReadAsync(s => s.Query<string>("select id from t where id not in @some", new { some }))).ShouldBe(["b"]);
    }

    [Fact]
    public async Task The_control_lane_goes_before_the_tracking_lane()
    {
        await using PlatformHost host = await WithTableAsync(TestEngines.Sqlite);
        using var gate = new ManualResetEventSlim();
        var order = new List<string>();
        Task first = host.Database.WriteAsync(_ => gate.Wait());
        Task tracking = host.Database.WriteAsync(_ => order.Add("tracking"), Lane.Tracking);
        Task control = host.Database.WriteAsync(_ => order.Add("control"));
        gate.Set();
        await Task.WhenAll(first, tracking, control);
        order.ShouldBe(["control", "tracking"]);
    }

    [Fact]
    public async Task What_keeps_the_server_alive_waits_for_no_caller()
    {
        await using PlatformHost host = await PlatformHost.StartAsync(TestEngines.Postgres);
        using var gate = new ManualResetEventSlim();
        using var begun = new CountdownEvent(PostgresDatabase.MostAtOnce);
        Task[] callers = [.. Enumerable.Range(0, PostgresDatabase.MostAtOnce).Select(_ => host.Database.ReadAsync(_ => begun.Signal() | gate.Wait(TimeSpan.FromMinutes(5))))];
        begun.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken).ShouldBeTrue();
        var readiness = new DatabaseReadiness(host.Database, new RealTime(new SilentTime()));
        (await readiness.MissingAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).ShouldBeNull();
        await host.Get<Sealer>().SealAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        callers.ShouldAllBe(c => !c.IsCompleted);
        gate.Set();
        await Task.WhenAll(callers);
    }

    [Fact]
    public async Task The_writer_stops_also_when_it_is_asked_to_in_the_middle_of_a_batch()
    {
        string folder = Directory.CreateTempSubdirectory("cairn-writer-").FullName;
        for (int i = 0; i < 50; i++)
        {
            var database = new SqliteDatabase(Path.Combine(folder, "w.db"));
            Task? stopped = null;
            await database.WriteAsync(_ =>
            {
                stopped = Task.Run(database.Dispose);
                SpinWait.SpinUntil(() => Refuses(database));
            });
            await stopped!.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_migration_that_was_changed_after_it_was_applied_stops_the_start(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        await host.Database.WriteAsync(s => s.Execute("update schema_migrations set digest = 'other' where name like '0002%'"));
        (await Should.ThrowAsync<InvalidOperationException>(host.RestartAsync)).Message.ShouldContain("was applied in another form");
        await host.Get<IDatabase>().ReadAsync(s => s.Scalar<long>("select 1"));
    }

    /// <summary>Its timers never ring.</summary>
    private sealed class SilentTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private static bool Refuses(SqliteDatabase database)
    {
        try
        {
            _ = database.WriteAsync(s => s.Scalar<long>("select 1"));
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    [Fact]
    public async Task A_long_read_stops_when_nobody_waits_for_it()
    {
        await using PlatformHost host = await WithTableAsync(TestEngines.Sqlite);
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task read = Task.Run(() => host.Database.ReadAsync(s => s.Stream<long>("with recursive n(i) as (select 1 union all select i + 1 from n) select i from n").Count(_ => begun.TrySetResult()), stop.Token));
        await begun.Task;
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => read);
        (await host.Database.ReadAsync(s => s.Scalar<long>("select 1"))).ShouldBe(1);
    }

    private static async Task<PlatformHost> WithTableAsync(string engine)
    {
        PlatformHost host = await PlatformHost.StartAsync(engine);
        await host.Database.WriteAsync(s => s.Execute("create table t (id TEXT primary key, n BIGINT not null)"));
        await host.Database.WriteAsync(s => s.Execute("create table v (b BOOLEAN, t TEXT, d DOUBLE PRECISION, x BYTEA)"));
        return host;
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public long N { get; init; }
    }

    private sealed record Values
    {
        public bool B { get; init; }
        public string T { get; init; } = "";
        public double D { get; init; }
        public byte[] X { get; init; } = [];
    }
}
