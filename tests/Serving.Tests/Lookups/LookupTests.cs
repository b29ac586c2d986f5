using System.Security.Cryptography;
using Cairn.Contracts.Features;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Lookups;

/// <summary>Inputs that requests leave out: found by key and time, logged, given to the model.</summary>
public sealed class LookupTests
{
    private static readonly DateTimeOffset Start = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_value_is_found_by_key_as_it_was_known_at_the_time_of_the_request_and_logged_as_an_input()
    {
        var time = new ManualTime();
        await using ServingHost host = await ServingHost.StartAsync(clocks: new ServingClocks(time, TimeProvider.System));
        await host.ApplyAsync(Endpoint(host, Feature(host, ("AA", Start.AddDays(-1), 0.25), ("AA", Start.AddDays(2), 0.5), ("DL", Start.AddDays(-1), 0.75))));
        (await AskAsync(host, "\"AA\",\"DL\",\"XX\"")).ShouldBe("[0.25,0.75,null]");
        time.Advance(TimeSpan.FromDays(3));
        (await AskAsync(host, "\"AA\"")).ShouldBe("[0.5]");
        List<PredictionRecord> log = await host.PredictionsAsync("late");
        log.Count.ShouldBe(2);
        log.ShouldAllBe(r => r.Tensors.Any(t => t.Name == "recent" && t.Role == TensorRole.Input));
        BitConverter.ToSingle(log[0].Tensors.Single(t => t.Name == "recent").Data.Span).ShouldBe(0.25f);
    }

    [Theory]
    [InlineData("/invocations", """{"inputs": {"carrier": ["DL"]}}""")]
    [InlineData("/invocations", """{"instances": [{"carrier": "DL"}]}""")]
    [InlineData("/invocations", """{"dataframe_split": {"columns": ["carrier"], "data": [["DL"]]}}""")]
    [InlineData("/invocations", """{"instances": [["DL"]]}""")]
    public async Task Every_form_of_a_request_may_leave_it_out(string path, string body)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(Endpoint(host, Feature(host, ("DL", Start, 0.75))));
        (await host.PostAsync(path, body)).Body.ShouldContain("0.75");
    }

    [Theory]
    [InlineData("/invocations", """{"instances": [{"carrier": "DL", "recent": 0.125}]}""")]
    [InlineData("/v2/models/late/infer", """{"inputs": [{"name": "carrier", "datatype": "BYTES", "shape": [1], "data": ["DL"]}, {"name": "recent", "datatype": "FP32", "shape": [1], "data": [0.125]}]}""")]
    public async Task What_the_caller_brings_is_used_as_it_is(string path, string body)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(Endpoint(host, Feature(host, ("DL", Start, 0.75))));
        Answer answer = await host.PostAsync(path, body);
        ((int)answer.Status, answer.Body.Contains("0.125", StringComparison.Ordinal), answer.Body.Contains("0.75", StringComparison.Ordinal)).ShouldBe((200, true, false), answer.Body);
    }

    [Fact]
    public async Task Several_keys_numbers_and_the_business_key_find_one_entry()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        var file = new KeyedFileWriter(Start, [new("hour", false), new("customer", false)], [new("recent", false)]);
        file.Add(KeyText.Of([7L, 9_007_199_254_740_993L])!, 0, [0.5]);
        await host.ApplyAsync(Endpoint(host, Write(host, file), "hour", OnnxType.Float) with { KeyColumn = "customer" });
        Answer answer = await host.PostAsync("/invocations", """{"instances": [{"hour": 7, "customer": 9007199254740993}, {"hour": 7.5, "customer": 9007199254740993}, {"hour": 7, "customer": 1}]}""");
        answer.Json.GetProperty("predictions").EnumerateArray().Select(p => p.GetProperty("recent_out").GetRawText()).ShouldBe(["[0.5]", "[null]", "[null]"], answer.Body);
    }

    [Fact]
    public async Task A_file_that_is_another_one_or_asks_for_an_unknown_key_is_refused_and_the_snapshot_before_goes_on()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        LookupRoute good = Feature(host, ("DL", Start, 0.75));
        await host.ApplyAsync(Endpoint(host, good));
        (await Should.ThrowAsync<SnapshotException>(() => host.ApplyAsync(Endpoint(host, good with { Digest = "sha256:" + new string('0', 64) })))).Message.ShouldContain("is not the one that the snapshot names");
        var other = new KeyedFileWriter(Start, [new("airport", true)], [new("recent", false)]);
        (await Should.ThrowAsync<SnapshotException>(() => host.ApplyAsync(Endpoint(host, Write(host, other))))).Message.ShouldContain("looked up by 'airport', which is neither an input of the model nor the endpoint's 'key'");
        (await AskAsync(host, "\"DL\"")).ShouldBe("[0.75]");
    }

    private static async Task<string> AskAsync(ServingHost host, string carriers)
    {
        int rows = carriers.Split(',').Length;
        Answer answer = await host.PostAsync("/v2/models/late/infer", $$"""{"inputs": [{"name": "carrier", "datatype": "BYTES", "shape": [{{rows}}], "data": [{{carriers}}]}]}""");
        return ((int)answer.Status) == 200 ? answer.Output("recent_out") : answer.Body;
    }

    private static EndpointRoute Endpoint(ServingHost host, LookupRoute lookup, string key = "carrier", OnnxType type = OnnxType.String)
    {
        var graph = new OnnxGraph("echo");
        graph.Output(key + "_out", graph.Input(key, type, -1, 1), type, -1, 1);
        graph.Output("recent_out", graph.Input("recent", OnnxType.Float, -1, 1), OnnxType.Float, -1, 1);
        return ServingHost.Endpoint("late", host.Model("1", graph.ToBytes())) with
        {
            Lookups = [lookup],
            Inputs = [new() { Name = key, Datatype = type == OnnxType.String ? "BYTES" : "FP32", Nullable = true }, new() { Name = "recent", Datatype = "FP32", Nullable = true }],
        };
    }

    private static LookupRoute Feature(ServingHost host, params (string Carrier, DateTimeOffset Known, double Value)[] facts)
    {
        var file = new KeyedFileWriter(Start, [new("carrier", true)], [new("recent", false), new("unused", true)]);
        foreach (var fact in facts) file.Add(KeyText.Of([fact.Carrier])!, fact.Known.ToUnixTimeMilliseconds() * 1000, [fact.Value, "x"]);
        return Write(host, file);
    }

    private static LookupRoute Write(ServingHost host, KeyedFileWriter file)
    {
        using var bytes = new MemoryStream();
        file.Write(bytes);
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())), path = Path.Combine(host.Directory, digest);
        File.WriteAllBytes(path, bytes.ToArray());
        return new LookupRoute { Feature = "carriers", Digest = "sha256:" + digest, Path = path };
    }
}
