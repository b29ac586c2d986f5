using System.Collections.Concurrent;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests;

namespace Cairn.Platform.Tests.Jobs;

public sealed class JobTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_key_makes_one_job_however_often_it_is_asked_for(string engine)
    {
        var handler = new Recorder();
        await using PlatformHost host = await HostAsync(engine, handler);
        bool[] made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("test", "same", null, new { n = 1 })))));
        made.Count(m => m).ShouldBe(1);
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        handler.Runs.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_job_that_throws_is_tried_again_and_then_given_up_with_the_reason(string engine)
    {
        var handler = new Recorder { Fails = 99 };
        await using PlatformHost host = await HostAsync(engine, handler);
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("test", "bad", null, new { })));
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        handler.Runs.Count.ShouldBe(3);
        JobRow job = (await host.Database.ReadAsync(s => s.First<JobRow>("select * from jobs")))!;
        (job.State, job.Failure).ShouldBe(("failed", "not this time"));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Jobs_of_an_earlier_release_that_nobody_does_any_more_are_given_up_and_hold_nobody_up(string engine)
    {
        var handler = new Recorder();
        await using PlatformHost host = await HostAsync(engine, handler);
        await host.Database.WriteAsync(s => s.Execute("""
            insert into jobs (id, key, kind, payload, state, attempts, lease_owner, lease_until, ready_at, created_at) values
              ('a', 'queued', 'trigger.quiet', '{}', 'queued', 0, null, null, 0, 0), ('b', 'left', 'trigger.quiet', '{}', 'running', 1, 'gone', 0, 0, 0)
            """));
        await host.Database.WriteAsync(s => host.Get<ITimers>().SetOnce(s, new JobDraft("trigger.quiet", "timed", null, new { }), PlatformHost.Start.AddHours(1)));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("test", "good", null, new { })));
        await host.Get<Simulation>().AdvanceAsync(PlatformHost.Start.AddHours(2), CancellationToken.None);
        handler.Runs.ShouldHaveSingleItem();
        IReadOnlyList<JobRow> jobs = await host.Database.ReadAsync(s => s.Query<JobRow>("select * from jobs where kind <> 'test' order by key"));
        jobs.Select(j => $"{j.Key.Split('@')[0]}: {j.State}, {j.Failure}").ShouldBe(
            [.. new[] { "left", "queued", "timed" }.Select(k => $"{k}: failed, This release has no jobs of this kind.")]);
        jobs.ShouldAllBe(j => j.FinishedAt != null);
    }

    [Fact]
    public async Task A_job_that_was_running_when_the_process_died_is_run_again()
    {
        var handler = new Recorder();
        await using PlatformHost host = await HostAsync(TestEngines.Sqlite, handler);
        await host.Database.WriteAsync(s => s.Execute("""
            insert into jobs (id, key, kind, payload, state, attempts, lease_owner, lease_until, ready_at, created_at) values ('j', 'lost', 'test', '{}', 'running', 1, 'gone', 9999999999999, 0, 0)
            """));
        await host.RestartAsync();
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        handler.Runs.Single().Attempt.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_job_whose_lease_was_not_renewed_in_time_is_not_run_twice_by_the_server_that_runs_it(string engine)
    {
        var handler = new Held();
        await using PlatformHost host = await PlatformHost.StartAsync(engine, PlatformHost.Start, s => s.AddSingleton<IJobHandler>(handler));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("held", "long", null, new { })));
        await handler.Begun["long"].Task.WaitAsync(Patience);
        await host.Database.WriteAsync(s => s.Execute("update jobs set lease_until = 0"));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("held", "after", null, new { })));
        await handler.Begun["after"].Task.WaitAsync(Patience);
        handler.Free.SetResult();
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        handler.Told.ShouldBe(["long 1", "after 1"]);
        (await host.Database.ReadAsync(s => s.Query<JobRow>("select * from jobs"))).ShouldAllBe(j => j.State == "done" && j.Attempts == 1);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Of_jobs_in_one_lane_one_runs_at_a_time_and_those_that_wait_hold_no_place(string engine)
    {
        var handler = new Held();
        await using PlatformHost host = await PlatformHost.StartAsync(engine, PlatformHost.Start, s => s.AddSingleton<IJobHandler>(handler));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("held", "long", null, new { }) { Lane = "a" }));
        await handler.Begun["long"].Task.WaitAsync(Patience);
        int places = ((IJobHandler)handler).Concurrency;
        await host.Database.WriteAsync(s => Enumerable.Range(0, places).Count(n => host.Get<IJobs>().Enqueue(s, new JobDraft("held", $"waits {n}", null, new { }) { Lane = "a" })));
        // By a timer, which keeps the lane.
        await host.Database.WriteAsync(s => host.Get<ITimers>().SetOnce(s, new JobDraft("held", "timed", null, new { }) { Lane = "a" }, PlatformHost.Start.AddHours(-1)));
        await host.Database.WriteAsync(s => host.Get<TimerStore>().Fire(s, PlatformHost.Start, host.Get<IJobs>()));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("held", "after", null, new { }) { Lane = "b" }));
        await handler.Begun["after"].Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        handler.Told.ShouldBe(["long 1", "after 1"]);
        handler.Free.SetResult();
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        (handler.Told.Count, handler.Most).ShouldBe((places + 3, 1));
    }

    [Fact]
    public async Task Two_servers_that_lease_at_once_share_no_lane()
    {
        await using PlatformHost host = await HostAsync(TestEngines.Postgres, new Recorder());
        // Far ahead of the server's own runner.
        const long ahead = 9_000_000_000_000;
        await host.Database.WriteAsync(s => s.Execute("""
            insert into jobs (id, key, kind, lane, payload, state, ready_at, created_at) values ('1', 'a', 'lanes', 'l', '{}', 'queued', @ahead, 0), ('2', 'b', 'lanes', 'l', '{}', 'queued', @ahead, 0)
            """, new { ahead }));
        JobStore store = host.Get<JobStore>();
        JobRow? Lease(SqlSession s, string owner) => store.Lease(s, ["lanes"], [], owner, ahead, ahead + 1000);
        Task<JobRow?> other = null!;
        JobRow? first = await host.Database.WriteAsync(s =>
        {
            JobRow? leased = Lease(s, "one");
            other = host.Database.WriteAsync(t => Lease(t, "two"));
            // It comes to its end, or waits for us.
            while (!other.IsCompleted && s.Scalar<long>("select count(*) from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())") == 0) Thread.Yield();
            return leased;
        });
        first!.Key.ShouldBe("a");
        (await other).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Jobs_of_one_lane_whose_servers_died_are_run_again_one_by_one(string engine)
    {
        var handler = new Recorder();
        await using PlatformHost host = await HostAsync(engine, handler);
        await host.Database.WriteAsync(s => s.Execute("""
            insert into jobs (id, key, kind, lane, payload, state, attempts, lease_owner, lease_until, ready_at, created_at) values
              ('a', 'first', 'test', 'l', '{}', 'running', 1, 'gone', 1, 0, 0), ('b', 'second', 'test', 'l', '{}', 'running', 1, 'gone too', 1, 0, 0)
            """));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("test", "third", null, new { }) { Lane = "l" }));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.Get<Simulation>().QuietAsync(patience.Token);
        handler.Runs.Select(r => r.Key).ShouldBe(["first", "second", "third"]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_job_that_waits_for_its_lane_keeps_no_other_from_its_next_attempt(string engine)
    {
        (var held, var handler) = (new Held(), new Recorder { Fails = 1 });
        await using PlatformHost host = await PlatformHost.StartAsync(engine, PlatformHost.Start, s => s.AddSingleton<IJobHandler>(held).AddSingleton<IJobHandler>(handler), idle: TimeSpan.FromHours(1));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("held", "long", null, new { }) { Lane = "a" }));
        // Which of two of the same millisecond is first is not said.
        await held.Begun["long"].Task.WaitAsync(Patience);
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("held", "waits", null, new { }) { Lane = "a" }));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("test", "again", null, new { })));
        // Well below the hour after which the runner looks anyway.
        await handler.Well.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        held.Free.SetResult();
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_next_attempt_waits_as_long_as_the_handler_says()
    {
        var handler = new Recorder { Fails = 1, Pause = TimeSpan.FromHours(3) };
        await using PlatformHost host = await PlatformHost.StartAsync(TestEngines.Sqlite, configure: s => s.AddSingleton<IJobHandler>(handler));
        Task settled = host.Get<JobSignal>().Settled;
        long before = host.Get<RealTime>().Now.ToUnixTimeMilliseconds();
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("test", "patient", null, new { })));
        await settled;
        long after = host.Get<RealTime>().Now.ToUnixTimeMilliseconds(), pause = (long)handler.Pause.Value.TotalMilliseconds;
        (await host.Database.ReadAsync(s => s.Scalar<long>("select ready_at from jobs where state = 'queued'"))).ShouldBeInRange(before + pause, after + pause);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_server_stops_only_when_its_jobs_have_tidied_up(string engine)
    {
        var handler = new Tidy();
        await using PlatformHost host = await PlatformHost.StartAsync(engine, PlatformHost.Start, s => s.AddSingleton<IJobHandler>(p =>
        {
            handler.Services = p;
            return handler;
        }));
        await host.Database.WriteAsync(s => host.Get<IJobs>().Enqueue(s, new JobDraft("tidy", "t", null, new { })));
        await handler.Begun.WaitAsync(Patience);
        await host.RestartAsync();
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        handler.Told.ShouldBe(["begun", "tidied", "begun"]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Months_of_a_schedule_pass_in_order_without_sleeping(string engine)
    {
        var handler = new Recorder();
        await using PlatformHost host = await HostAsync(engine, handler);
        handler.Clock = host.Get<TimeProvider>();
        await host.Database.WriteAsync(s => host.Get<ITimers>().SetRecurring(s, new JobDraft("test", "daily", null, new { }), "0 2 * * *"));
        await host.Database.WriteAsync(s => host.Get<ITimers>().SetOnce(s, new JobDraft("test", "once", null, new { }), PlatformHost.Start.AddDays(10)));
        await host.Get<Simulation>().AdvanceAsync(PlatformHost.Start.AddDays(60), CancellationToken.None);
        handler.Runs.Count.ShouldBe(61);
        handler.Times.ShouldBe(handler.Times.Order());
        handler.Runs.Select(r => r.Key).ShouldContain("once@2001-01-11T00:00:00.000Z");
        host.Get<TimeProvider>().GetUtcNow().ShouldBe(PlatformHost.Start.AddDays(60));
    }

    [Fact]
    public async Task What_a_job_asks_for_is_done_before_time_moves_on()
    {
        var handler = new Chain();
        await using PlatformHost host = await PlatformHost.StartAsync(TestEngines.Sqlite, PlatformHost.Start, s => s.AddSingleton<IJobHandler>(p =>
        {
            handler.Services = p;
            return handler;
        }));
        await host.Database.WriteAsync(s => host.Get<ITimers>().SetOnce(s, new JobDraft("chain", "c", null, new { left = 5 }), PlatformHost.Start.AddHours(1)));
        await host.Get<Simulation>().AdvanceAsync(PlatformHost.Start.AddHours(2), CancellationToken.None);
        handler.Times.ShouldBe(Enumerable.Repeat(PlatformHost.Start.AddHours(1), 6));
    }

    [Theory]
    [InlineData("0 2 * * *", "UTC", "2001-01-01T00:00Z", "2001-01-01T02:00Z")]
    [InlineData("30 2 * * 1-5", "Europe/Berlin", "2001-01-05T12:00Z", "2001-01-08T01:30Z")]
    [InlineData("0 0 1 * *", "UTC", "2001-01-01T00:00Z", "2001-02-01T00:00Z")]
    public void Cron_lines_come_due_when_they_say(string line, string zone, string after, string expected)
        => Cron.Next(line, zone, DateTimeOffset.Parse(after)).ShouldBe(DateTimeOffset.Parse(expected));

    [Fact]
    public void A_wrong_zone_is_named() => Should.Throw<FormatException>(() => Cron.Next("0 2 * * *", "Mars/Base", PlatformHost.Start)).Message.ShouldContain("Mars/Base");

    private static Task<PlatformHost> HostAsync(string engine, Recorder handler)
        => PlatformHost.StartAsync(engine, PlatformHost.Start, s => s.AddSingleton<IJobHandler>(handler));

    private sealed class Recorder : IJobHandler
    {
        public int Fails;
        public TimeProvider? Clock;
        public TimeSpan? Pause;

        /// <summary>Completes with the first attempt that does not fail.</summary>
        public TaskCompletionSource Well { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<JobContext> Runs { get; } = new();

        public ConcurrentQueue<DateTimeOffset> Times { get; } = new();

        public string Kind => "test";

        public TimeSpan PauseAfter(int attempt) => Pause ?? TimeSpan.FromMilliseconds(200);

        public Task RunAsync(JobContext job, CancellationToken cancellation)
        {
            Runs.Enqueue(job);
            if (Clock is not null) Times.Enqueue(Clock.GetUtcNow());
            if (Interlocked.Decrement(ref Fails) >= 0) throw new InvalidOperationException("not this time");
            Well.TrySetResult();
            return Task.CompletedTask;
        }
    }

    /// <summary>Works until it is cancelled, and then needs the server for a while; the second time it is done at once.</summary>
    private sealed class Tidy : IJobHandler
    {
        private const int Reads = 20;
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IServiceProvider Services = null!;

        public Task Begun => _begun.Task;

        public ConcurrentQueue<string> Told { get; } = new();

        public string Kind => "tidy";

        public async Task RunAsync(JobContext job, CancellationToken cancellation)
        {
            Told.Enqueue("begun");
            if (!_begun.TrySetResult()) return;
            IDatabase database = Services.GetRequiredService<IDatabase>();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                for (int n = 0; n < Reads; n++) await database.ReadAsync(s => s.First<JobRow>("select * from jobs"), CancellationToken.None);
                Told.Enqueue("tidied");
            }
        }
    }

    /// <summary>Says that it has begun, and goes on when all are let go.</summary>
    private sealed class Held : IJobHandler
    {
        private int _together;

        /// <summary>Most jobs of the key 'long', 'waits' or 'timed' that ran at the same time.</summary>
        public int Most { get; private set; }

        public ConcurrentDictionary<string, TaskCompletionSource> Begun { get; } = new(StringComparer.Ordinal) { ["long"] = Signal(), ["after"] = Signal() };

        public TaskCompletionSource Free { get; } = Signal();

        public ConcurrentQueue<string> Told { get; } = new();

        public string Kind => "held";

        public async Task RunAsync(JobContext job, CancellationToken cancellation)
        {
            Told.Enqueue($"{job.Key} {job.Attempt}");
            int mine = job.Key == "after" ? 0 : 1, together = Interlocked.Add(ref _together, mine);
            lock (Told) Most = Math.Max(Most, together);
            Begun.GetOrAdd(job.Key, _ => Signal()).TrySetResult();
            await Free.Task.WaitAsync(cancellation);
            Interlocked.Add(ref _together, -mine);
        }

        private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Chain : IJobHandler
    {
        public IServiceProvider Services = null!;

        public ConcurrentQueue<DateTimeOffset> Times { get; } = new();

        public string Kind => "chain";

        public async Task RunAsync(JobContext job, CancellationToken cancellation)
        {
            Times.Enqueue(Services.GetRequiredService<TimeProvider>().GetUtcNow());
            int left = job.Payload<Payload>().Left;
            if (left > 0)
                await Services.GetRequiredService<IDatabase>().WriteAsync(s =>
                    Services.GetRequiredService<IJobs>().Enqueue(s, new JobDraft("chain", "c" + left, null, new Payload(left - 1))), cancellation: cancellation);
        }

        internal sealed record Payload(int Left);
    }
}
