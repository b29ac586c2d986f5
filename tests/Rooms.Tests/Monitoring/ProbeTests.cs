using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Monitoring;

public sealed class ProbeTests
{
    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task What_the_contract_forbids_is_sent_once_a_month_and_must_be_refused(string engine)
    {
        string file = DeliveryWorld.File().Replace("key: flight,", "key: flight, inputs: {x: {type: float, range: [-3, 3], missing: 0%}},", StringComparison.Ordinal);
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(file, engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.World.AdvanceAsync(TimeSpan.FromDays(30));
        LedgerEvent[] probes = [.. (await at.World.EventsAsync("probe.finished")).Where(e => (string?)e.Data["of"] == "contract")];
        probes.Select(p => $"{p.Data["given"]} {p.Data["seen"]} {p.Data["ok"]} {p.Data["endpoint"]} {p.Grade}").ShouldBe(Enumerable.Repeat("bad refused true delay 3", 2));
        ((string?)probes[0].Data["detail"])!.ShouldContain("'x'");
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Every_environment_is_compared_with_its_declaration(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.World.AdvanceAsync(TimeSpan.FromDays(8));
        LedgerEvent[] probes = [.. (await at.World.EventsAsync("probe.finished")).Where(e => (string?)e.Data["of"] == "environment")];
        probes.Select(p => $"{p.Data["env"]} {p.Data["ok"]}").Distinct().ShouldBe(["dev true", "production true", "test true"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_declared_target_that_is_not_there_is_told()
    {
        string file = DeliveryWorld.File().Replace("environments: {dev: {}", "compute: {big: {local: {}}}\nenvironments: {dev: {compute: big}", StringComparison.Ordinal);
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(file);
        await at.World.AdvanceAsync(TimeSpan.FromDays(8));
        LedgerEvent probe = (await at.World.EventsAsync("probe.finished")).First(e => (string?)e.Data["of"] == "environment" && (string?)e.Data["env"] == "dev");
        ((bool)probe.Data["ok"]!).ShouldBeFalse();
        ((string?)probe.Data["detail"])!.ShouldContain("There is no compute target 'big'");
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"a","type":"float","shape":[-1,1]},{"name":"b","type":"string","shape":[-1,1]}]}""", "b", "ABC")]
    [InlineData("""{"inputs":[{"name":"a","type":"int64","shape":[-1,1]}]}""", "a", "BYTES")]
    public void A_request_is_spoilt_in_one_column(string signature, string column, string with)
    {
        DataContract contract = column == "b" ? new DataContract([new ColumnRules("b") { In = new AllowedValues(["A", "BC"], null) }]) : DataContract.Empty;
        SpoiltRequest spoilt = SpoiltRequest.Of(new ServedInputs(InputRules.Of(signature, contract), [], null, null))!;
        spoilt.Column.ShouldBe(column);
        spoilt.Body.Json.ShouldContain(with);
    }
}
