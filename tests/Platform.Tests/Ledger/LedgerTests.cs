using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests;

namespace Cairn.Platform.Tests.Ledger;

public sealed class LedgerTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Concurrent_events_get_positions_without_gaps_and_the_chain_holds(string engine)
    {
        await using PlatformHost host = await PlatformHost.StartAsync(engine, PlatformHost.Start);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => host.AppendAsync(subject: "p" + i)));
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        IReadOnlyList<SealedEvent> events = await host.Ledger.ReadAsync(0, 1000);
        events.Select(e => e.Position).ShouldBe(Enumerable.Range(1, 301).Select(i => (long)i));
        LedgerVerdict verdict = await host.Get<LedgerVerifier>().VerifyAsync(CancellationToken.None);
        (verdict.Verified, verdict.Events, verdict.Unsealed).ShouldBe((true, 301L, 0L));
    }

    [Theory]
    [InlineData("update ledger_events set body = replace(body, '\"subject\":{\"kind\":\"project\",\"id\":\"p7\"', '\"subject\":{\"kind\":\"project\",\"id\":\"p8\"') where subject_id = 'p7'", "not what was sealed")]
    [InlineData("update ledger_events set subject_id = 'p8' where subject_id = 'p7'", "index columns")]
    [InlineData("delete from ledger_events where subject_id = 'p7'", "is gone")]
    [InlineData("update ledger_seals set hash = 'aa' where event_id = (select id from ledger_events where subject_id = 'p7')", "not what was sealed")]
    public async Task One_changed_byte_is_found_at_its_position(string tampering, string expected)
    {
        await using PlatformHost host = await PlatformHost.StartAsync(TestEngines.Sqlite, PlatformHost.Start);
        for (int i = 0; i < 10; i++) await host.AppendAsync(subject: "p" + i);
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        await host.Database.WriteAsync(s => s.Execute(tampering));
        LedgerVerdict verdict = await host.Get<LedgerVerifier>().VerifyAsync(CancellationToken.None);
        verdict.Verified.ShouldBeFalse();
        verdict.FaultAt.ShouldBe(9);
        verdict.Fault!.ShouldContain(expected);
    }

    [Fact]
    public async Task A_block_with_another_hash_is_found()
    {
        await using PlatformHost host = await PlatformHost.StartAsync(TestEngines.Sqlite, PlatformHost.Start);
        await host.AppendAsync();
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        await host.Database.WriteAsync(s => s.Execute("update ledger_blocks set hash = 'bb' where number = 1"));
        (await host.Get<LedgerVerifier>().VerifyAsync(CancellationToken.None)).Verified.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task An_event_outside_the_catalog_is_refused_and_its_transaction_leaves_nothing(string engine)
    {
        await using PlatformHost host = await PlatformHost.StartAsync(engine);
        await Should.ThrowAsync<ArgumentException>(() => host.AppendAsync("project.exploded"));
        await Should.ThrowAsync<ArgumentException>(() => host.Database.WriteAsync(s =>
            host.Ledger.Append(s, new EventDraft("project.paused", "p", "p", Actor.Service("test")) { Data = new() { ["secret"] = 1 } })));
        (await host.Database.ReadAsync(s => s.Scalar<long>("select count(*) from ledger_events"))).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_real_ledger_refuses_simulated_people_and_a_simulated_clock(string engine)
    {
        await using PlatformHost host = await PlatformHost.StartAsync(engine);
        ArgumentException refused = await Should.ThrowAsync<ArgumentException>(() => host.AppendAsync(actor: new Actor("sim:ada", "person", [], "api")));
        refused.Message.ShouldContain("records the real world");
        await Should.ThrowAsync<InvalidOperationException>(() => host.Get<World>().OpenAsync(PlatformHost.Start, 1, CancellationToken.None));
        await Should.ThrowAsync<InvalidOperationException>(() => host.Get<Simulation>().AdvanceAsync(PlatformHost.Start, CancellationToken.None));
    }

    [Theory]
    [InlineData(true, "simulated")]
    [InlineData(false, null)]
    public async Task Every_event_of_a_simulated_world_carries_the_word(bool simulated, string? word)
    {
        await using PlatformHost host = await PlatformHost.StartAsync(TestEngines.Sqlite, simulated ? PlatformHost.Start : null);
        await host.AppendAsync();
        await host.Get<Sealer>().SealAsync(CancellationToken.None);
        (await host.Ledger.ReadAsync(0, 10)).Select(e => e.Event.World).ShouldBe([word, word]);
    }

    [Fact]
    public async Task A_simulated_world_says_so_first_and_stays_so_after_a_restart()
    {
        await using PlatformHost host = await PlatformHost.StartAsync(TestEngines.Sqlite, PlatformHost.Start);
        await host.Get<Simulation>().AdvanceAsync(PlatformHost.Start.AddDays(3), CancellationToken.None);
        await host.RestartAsync();
        host.Get<World>().Simulated.ShouldBeTrue();
        host.Get<World>().Now.ShouldBe(PlatformHost.Start.AddDays(3));
        LedgerEvent first = (await host.Ledger.ReadAsync(0, 1))[0].Event;
        (first.Type, (string?)first.Data["world"]).ShouldBe(("ledger.opened", "simulated"));
    }

    [Fact]
    public async Task A_round_goes_back_to_the_first_event_of_its_causes()
    {
        await using PlatformHost host = await PlatformHost.StartAsync(TestEngines.Sqlite);
        LedgerEvent root = await host.AppendAsync();
        LedgerEvent second = await host.AppendAsync(cause: root.Id);
        LedgerEvent third = await host.AppendAsync(cause: second.Id);
        (root.Cycle, second.Cycle, third.Cycle).ShouldBe((null, root.Id, root.Id));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_subscriber_sees_each_event_once_also_when_it_fails_and_the_server_restarts(string engine)
    {
        var failing = new Failing();
        await using PlatformHost host = await PlatformHost.StartAsync(engine, PlatformHost.Start, s => s.AddSingleton<ILedgerSubscriber>(new Counter(failing)));
        await host.Database.WriteAsync(s => s.Execute("create table seen (id TEXT primary key)"));
        failing.Next = 1;
        for (int i = 0; i < 20; i++) await host.AppendAsync(subject: "p" + i);
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        await host.RestartAsync();
        await host.AppendAsync(subject: "after");
        await host.Get<Simulation>().QuietAsync(CancellationToken.None);
        (await host.Database.ReadAsync(s => s.Scalar<long>("select count(*) from seen"))).ShouldBe(21);
    }

    private sealed class Failing
    {
        public int Next;
    }

    private sealed class Counter(Failing failing) : ILedgerSubscriber
    {
        public string Name => "test.counter";

        public bool Wants(string type) => type == "project.paused";

        public void Handle(SqlSession transaction, SealedEvent sealedEvent)
        {
            transaction.Execute("insert into seen (id) values (@Id)", new { sealedEvent.Event.Id });
            if (Interlocked.Exchange(ref failing.Next, 0) == 1) throw new InvalidOperationException("once");
        }
    }
}
