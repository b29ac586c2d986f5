using System.Text.Json.Nodes;
using Cairn.Contracts.Snapshots;
using Cairn.Endpoints;

namespace Cairn.Rooms.Tests.Endpoints;

public sealed class SampleRequestTests
{
    [Fact]
    public void A_model_of_fixed_rows_is_sent_so_many_and_what_is_looked_up_is_left_out()
    {
        ServedInputs inputs = new([Column("x", "FP32"), Column("history", "FP32"), Column("carrier", "BYTES")], ["history"], 3, "flight");
        Tensors(SampleRequest.Of(inputs)!).ShouldBe(["x FP32 [3,1] [0,0,0]", "carrier BYTES [3,1] [\"a\",\"a\",\"a\"]", "flight BYTES [3] [\"1\",\"2\",\"3\"]"]);
    }

    [Theory]
    [InlineData("FP32", null, -5.0, "-5")]
    [InlineData("FP32", 0.7, null, "0.7000000476837158")]
    [InlineData("INT64", 1.5, 9.0, "2")]
    [InlineData("UINT8", null, 9.0, "0")]
    [InlineData("FP64", -1.0, 1.0, "0")]
    public void A_number_is_the_nearest_to_0_that_the_contract_allows_and_the_datatype_holds(string datatype, double? min, double? max, string value)
        => Tensors(SampleRequest.Of(new([Column("x", datatype) with { Min = min, Max = max }], [], null, null))!).ShouldBe([$"x {datatype} [1,1] [{value}]"]);

    [Fact]
    public void What_has_no_json_form_follows_it_in_binary()
    {
        InferenceBody body = SampleRequest.Of(new([Column("x", "FP16") with { Shape = [-1, 2], Min = 1 }, Column("y", "FP32")], [], null, null))!;
        JsonNode x = JsonNode.Parse(body.Json)!["inputs"]![0]!;
        ((int)x["parameters"]!["binary_data_size"]!, x["data"]).ShouldBe((4, null));
        body.Tensors.ToArray().ShouldBe([0x00, 0x3C, 0x00, 0x3C]);
        using ByteArrayContent content = body.Content();
        content.Headers.GetValues("Inference-Header-Content-Length").ShouldBe([$"{body.Json.Length}"]);
    }

    [Fact]
    public void Without_inputs_there_is_no_request() => SampleRequest.Of(ServedInputs.None).ShouldBeNull();

    private static InputColumn Column(string name, string datatype) => new() { Name = name, Datatype = datatype };

    private static IEnumerable<string> Tensors(InferenceBody body)
        => JsonNode.Parse(body.Json)!["inputs"]!.AsArray().Select(i => $"{i!["name"]} {i["datatype"]} {i["shape"]!.ToJsonString()} {i["data"]!.ToJsonString()}");
}
