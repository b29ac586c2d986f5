using Cairn.Onnx;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Models;

/// <summary>A classifier as scikit-learn's converter writes it: a label, and a map from class to probability.</summary>
public sealed class MapOutputTests
{
    [Fact]
    public async Task Maps_are_served_as_a_column_for_each_class_whose_names_the_metadata_tell()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", Classifier())));
        Answer model = await host.GetAsync("/v2/models/m");
        model.Json.GetProperty("outputs").GetRawText().ShouldBe("""[{"name":"probability","datatype":"FP32","shape":[-1,3]}]""");
        model.Json.GetProperty("properties").GetProperty("probability.classes").GetString().ShouldBe("""["low","middle","high"]""");

        Answer answer = await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}]}""");
        answer.Output("probability").ShouldBe("[1,2,3,4,5,6]");
        (await host.PostAsync("/endpoints/m/invocations", """{"instances":[[1,2,3]]}""")).Json.GetProperty("predictions").GetRawText().ShouldBe("[[1,2,3]]");
        (await host.PredictionsAsync("m"))[0].Outputs.Single().Number(1, 2).ShouldBe(6);
    }

    private static byte[] Classifier()
    {
        var graph = new OnnxGraph("classifier");
        graph.OutputMaps("probability", graph.Input("x", OnnxType.Float, -1, 3), ["low", "middle", "high"]);
        return graph.ToBytes();
    }
}
