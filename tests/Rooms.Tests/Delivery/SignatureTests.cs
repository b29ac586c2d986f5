using Cairn.Contracts.Ledger;
using Cairn.Onnx;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>A version that callers could not take is refused, and those who would notice are named.</summary>
public sealed class SignatureTests
{
    [Fact]
    public async Task A_version_without_an_output_of_the_champion_stops_at_the_gate_with_its_consumers_named()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.World.Http.SendAsync("POST", "/api/v1/tokens", System.Net.HttpStatusCode.Created, new { actor = "client:desk", role = "infer", endpoints = new[] { "delay" } });
        await at.TrainAsync(Model("score", "reason"));
        await at.TrainAsync(Model("score", "reason", "more"));
        await at.TrainAsync(Model("score", "more"));
        LedgerEvent[] decided = [.. await at.World.EventsAsync("gate.decided")];
        decided.Select(d => (string?)d.Data["decision"]).ShouldBe(["promote", "promote", "reject"]);
        string reason = (string)decided[^1].Data["reason"]!;
        reason.ShouldContain("missing or of another type: reason");
        reason.ShouldContain("relied on by board, client:desk");
    }

    internal static byte[] Model(params string[] outputs)
    {
        var graph = new OnnxGraph("late");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1);
        foreach (string name in outputs) graph.Output(name, graph.Sigmoid(x), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
