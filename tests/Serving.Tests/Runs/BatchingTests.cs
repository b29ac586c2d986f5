using System.Globalization;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Routing;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Runs;

public sealed class BatchingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Answers_are_never_swapped(int parallel)
    {
        await using ServingHost host = await StartAsync(parallel);
        await host.ApplyAsync(
            ServingHost.Endpoint("m", host.Model("1", TestModels.SlowMatrix())) with { Log = new() { Policy = LogPolicy.Sampled, Share = 1e-9 } },
            ServingHost.Endpoint("t", host.Model("1", TestModels.EchoOne(Onnx.OnnxType.String))));
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async client =>
        {
            for (int i = 0; i < 20; i++)
            {
                int rows = 1 + ((client + i) % 3), first = (client * 1000) + (i * 10);
                Answer sums = await host.PostAsync("/v2/models/m/infer", Matrix(rows, first));
                sums.Output("sum").ShouldBe($"[{string.Join(',', Enumerable.Range(first, rows).Select(v => v * 4))}]");
                Answer text = await host.PostAsync("/v2/models/t/infer", $$"""{"inputs":[{"name":"x","shape":[1,1],"datatype":"BYTES","data":["{{client}}-{{i}}"]}]}""");
                text.Output("out").ShouldBe($"[\"{client}-{i}\"]");
            }
        }));
        RunReading runs = host.Metrics.Read().Endpoint("m")!.Variants.Single().Runs;
        runs.Requests.ShouldBe(640);
        runs.Batches.Sum(b => b.Runs).ShouldBe(runs.Runs);
    }

    [Fact]
    public async Task A_request_that_makes_the_model_fail_fails_alone()
    {
        await using ServingHost host = await StartAsync(parallel: 1);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Fragile())));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            int value = i % 10 == 0 ? 50 : i % 10;
            Answer answer = await host.PostAsync("/v2/models/m/infer", $$"""{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[{{value}}]}]}""");
            if (value == 50) ((int)answer.Status).ShouldBe(500);
            else answer.Output("version").ShouldBe($"[{value}]");
        }));
    }

    [Fact]
    public async Task Rows_share_a_run_only_where_the_model_answers_row_by_row()
    {
        await using ServingHost host = await StartAsync(parallel: 1);
        await host.ApplyAsync(
            ServingHost.Endpoint("rows", host.Model("1", TestModels.Matrix())),
            ServingHost.Endpoint("text", host.Model("1", TestModels.Echo())),
            ServingHost.Endpoint("across", host.Model("1", TestModels.AcrossRows())),
            ServingHost.Endpoint("half", host.Model("1", TestModels.EchoOne(Onnx.OnnxType.Float16))),
            ServingHost.Endpoint("halves-across", host.Model("1", TestModels.AcrossRows(Onnx.OnnxType.Float16))),
            ServingHost.Endpoint("fixed", host.Model("1", TestModels.Fixed(2))),
            ServingHost.Endpoint("off", host.Model("1", TestModels.Matrix())) with { Batch = new() { MaxRows = 1 } });
        LiveSnapshot snapshot = ((RouteTable)host.Routes).Pin()!;
        snapshot.Endpoints.ToDictionary(e => e.Key, e => e.Value.Stable.Queue.BatchRows).ShouldBe(
            new Dictionary<string, int> { ["rows"] = 64, ["text"] = 64, ["across"] = 1, ["half"] = 64, ["halves-across"] = 1, ["fixed"] = 1, ["off"] = 1 }, ignoreOrder: true);
        snapshot.Unpin();
    }

    [Fact]
    public async Task A_graph_with_a_fixed_number_of_rows_takes_that_number()
    {
        await using ServingHost host = await StartAsync(parallel: 1);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Fixed(2))));
        (await host.PostAsync("/v2/models/m/infer", Matrix(2, 1, "x"))).Output("sum").ShouldBe("[4,8]");
        Answer wrong = await host.PostAsync("/v2/models/m/infer", Matrix(3, 1, "x"));
        ((int)wrong.Status).ShouldBe(400);
        wrong.Body.ShouldContain("exactly 2 rows");
        (await host.GetAsync("/v2/models/m")).Body.ShouldContain("\"shape\":[2,4]");
    }

    [Fact]
    public async Task A_timeout_that_is_over_is_504()
    {
        await using ServingHost host = await StartAsync(parallel: 1);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        Answer answer = await host.PostAsync("/v2/models/m/infer", Matrix(1, 1).Insert(1, "\"parameters\":{\"timeout\":1},"));
        ((int)answer.Status, answer.Headers["Retry-After"]).ShouldBe((504, "1"), answer.Body);
        answer.Json.GetProperty("error").GetString()!.ShouldContain("'timeout'");
        host.Metrics.Read().Endpoint("m")!.Errors[ErrorKind.Deadline].ShouldBe(1);
    }

    private static Task<ServingHost> StartAsync(int parallel) => ServingHost.StartAsync(o => (o.ParallelRuns, o.InlineMicroseconds) = (parallel, 0));

    private static string Matrix(int rows, int first, string name = "features")
    {
        string data = string.Join(',', Enumerable.Range(first, rows).SelectMany(v => Enumerable.Repeat(v.ToString(CultureInfo.InvariantCulture), 4)));
        return $$"""{"inputs":[{"name":"{{name}}","shape":[{{rows}},4],"datatype":"FP32","data":[{{data}}]}]}""";
    }
}
