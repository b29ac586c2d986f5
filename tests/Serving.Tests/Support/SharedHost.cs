using Cairn.Contracts.Snapshots;
using Cairn.Onnx;
using Cairn.Serving.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedHost))]

namespace Cairn.Serving.Tests.Support;

/// <summary>One host for all cases that only ask and answer.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal ServingHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ServingHost.StartAsync(o => o.MaxBodyBytes = 1 << 20);
        await Host.ApplyAsync(
            ServingHost.Endpoint("matrix", Host.Model("7", TestModels.Matrix())),
            ServingHost.Endpoint("echo", Host.Model("1", TestModels.Echo())),
            ServingHost.Endpoint("image", Host.Model("1", TestModels.Image())),
            ServingHost.Endpoint("rest", Host.Model("1", TestModels.EchoRest())),
            ServingHost.Endpoint("half", Host.Model("1", TestModels.EchoOne(OnnxType.Float16))),
            ServingHost.Endpoint("uneven", Host.Model("1", TestModels.Uneven())),
            ServingHost.Endpoint("greatest", Host.Model("1", TestModels.Uneven(rows: false))),
            ServingHost.Endpoint("flag", Host.Model("1", TestModels.EchoOne(OnnxType.Bool))),
            ServingHost.Endpoint("text", Host.Model("1", TestModels.EchoOne(OnnxType.String))),
            ServingHost.Endpoint("doubles", Host.Model("1", TestModels.EchoOne(OnnxType.Double))) with { Inputs = [new() { Name = "x", Datatype = "FP64", Nullable = true }] },
            ServingHost.Endpoint("wholes", Host.Model("1", TestModels.EchoWholes())) with
            {
                Inputs = [new() { Name = "i64", Datatype = "INT64", Min = 0, Max = 9007199254740992 }, new() { Name = "u64", Datatype = "UINT64", Allowed = ["9007199254740993"] }],
            },
            ServingHost.Endpoint("columns", Host.Model("1", TestModels.Matrix())) with { Inputs = [.. "abcd".Select(c => new InputColumn { Name = $"{c}", Datatype = "FP32" })] },
            Flights(Host.Model("3", TestModels.Matrix())));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Four named columns over a model of one matrix, with ranges, allowed values and a key.</summary>
    private static EndpointRoute Flights(VariantRoute variant) => ServingHost.Endpoint("flights", variant) with
    {
        KeyColumn = "flight",
        MaxRows = 10,
        Inputs =
        [
            new() { Name = "distance", Datatype = "FP32", Min = 0, Max = 5000 },
            new() { Name = "hour", Datatype = "INT64", Min = 0, Max = 23 },
            new() { Name = "weekday", Datatype = "INT32", Shape = [-1], Allowed = ["1", "2", "3", "4", "5", "6", "7"] },
            new() { Name = "wind", Datatype = "FP64", Nullable = true },
        ],
    };
}
