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
        await Host.ApplyAsync(All(Host.Directory));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Its endpoints, whose models are written into a directory.</summary>
    internal static EndpointRoute[] All(string directory)
    {
        VariantRoute Model(string version, byte[] model) => TestModels.Write(directory, version, model);
        return
        [
            ServingHost.Endpoint("matrix", Model("7", TestModels.Matrix())),
            ServingHost.Endpoint("echo", Model("1", TestModels.Echo())),
            ServingHost.Endpoint("image", Model("1", TestModels.Image())),
            ServingHost.Endpoint("rest", Model("1", TestModels.EchoRest())),
            ServingHost.Endpoint("classes", Model("1", TestModels.EchoOne(OnnxType.Float, width: 3))),
            ServingHost.Endpoint("half", Model("1", TestModels.EchoOne(OnnxType.Float16))),
            ServingHost.Endpoint("uneven", Model("1", TestModels.Uneven())),
            ServingHost.Endpoint("greatest", Model("1", TestModels.Uneven(rows: false))),
            ServingHost.Endpoint("flag", Model("1", TestModels.EchoOne(OnnxType.Bool))),
            ServingHost.Endpoint("text", Model("1", TestModels.EchoOne(OnnxType.String))),
            ServingHost.Endpoint("doubles", Model("1", TestModels.EchoOne(OnnxType.Double))) with { Inputs = [new() { Name = "x", Datatype = "FP64", Nullable = true }] },
            ServingHost.Endpoint("wholes", Model("1", TestModels.EchoWholes())) with
            {
                Inputs = [new() { Name = "i64", Datatype = "INT64", Min = 0, Max = 9007199254740992 }, new() { Name = "u64", Datatype = "UINT64", Allowed = ["9007199254740993"] }],
            },
            ServingHost.Endpoint("columns", Model("1", TestModels.Matrix())) with { Inputs = [.. "abcd".Select(c => new InputColumn { Name = $"{c}", Datatype = "FP32" })] },
            Flights(Model("3", TestModels.Matrix())),
        ];
    }

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
