using Cairn.Data.Arrivals;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

public sealed class StandingArrivalTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_was_released_holds_until_something_else_is_found(string engine)
    {
        await using TestWorld world = await StartAsync(engine: engine);
        (string Partition, string Then, string Holds)[] all =
        [
            ("unreleased", "quarantined failed", "failed"),
            ("released", "released", "warned"),
            ("failed since", "released failed missing", "warned"),
            ("not told", "released failed:?", "warned"),
            ("failed at the same", "released failed:a", "warned"),
            // Nobody has judged what the failed one found: it is looked for again.
            ("failed at another", "released failed:b missing", "failed"),
            ("judged since", "released accepted:b failed", "failed"),
            ("quarantined since", "released quarantined:b missing", "missing"),
            ("at it", "released failed running:a", "running"),
            ("released once more", "released failed quarantined:b failed released:c missing", "warned"),
        ];
        await world.PutAsync("flights", [.. all.SelectMany(p => p.Then.Split(' ').Select(state => (p.Partition, state)))]);
        IReadOnlyList<ArrivalRow> holds = await world.Database.ReadAsync(s => world.Get<ArrivalStore>().Standing(s, "flights", "trips"));
        holds.Select(a => $"{a.Partition}: {a.State}").Order(StringComparer.Ordinal).ShouldBe(all.Select(p => $"{p.Partition}: {p.Holds}").Order(StringComparer.Ordinal));
    }
}
