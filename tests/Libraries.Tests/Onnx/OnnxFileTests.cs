using Cairn.Onnx;
using Cairn.Onnx.Proto;

namespace Cairn.Libraries.Tests.Onnx;

public sealed class OnnxFileTests
{
    private const string Opset = "";

    [Fact]
    public void A_sound_file_tells_what_it_is()
    {
        var graph = new OnnxGraph("g");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 2);
        graph.Output("y", graph.Add(x, graph.Constant([1f, 2f], 2)), OnnxType.Float, -1, 2);
        graph.Metadata("contract", "abc");
        OnnxFileInfo info = OnnxFile.Check(graph.ToBytes("trainer", "7"));
        info.Producer.ShouldBe("trainer");
        info.Opsets["ai.onnx"].ShouldBe(17);
        info.Inputs.Single().ToString().ShouldBe("x Float[-1,2]");
        info.Outputs.Single().ToString().ShouldBe("y Float[-1,2]");
        info.Counts.ShouldBe(new OnnxFileCounts(2, 1, 8, 1));
        info.Metadata["contract"].ShouldBe("abc");
    }

    [Fact]
    public void An_unknown_domain_is_refused_with_the_place() =>
        Refused(Model(Node("Evil", "com.evil"))).ShouldBe("graph, node 1 (Evil): the operator domain com.evil is not accepted; ai.onnx, ai.onnx.ml and com.microsoft are.");

    [Fact]
    public void An_operator_of_microsofts_domain_that_opens_files_is_refused() =>
        Refused(Model(Node("EPContext", "com.microsoft"))).ShouldContain("EPContext of com.microsoft is not among the accepted");

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    public void External_data_is_refused(string location) =>
        Refused(Model(External(location))).ShouldContain("its data lies in another file");

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    [InlineData("_ORT_MEM_ADDR_")]
    [InlineData("a\\b")]
    public void Where_external_data_is_allowed_only_plain_names_are(string location) =>
        Refused(Model(External(location)), new OnnxLimits { ExternalData = true }).ShouldContain("plain file name");

    [Fact]
    public void A_plain_external_name_is_listed_when_allowed() =>
        OnnxFile.Check(Model(External("weights.bin")), new OnnxLimits { ExternalData = true }).ExternalFiles.ShouldBe(["weights.bin"]);

    [Fact]
    public void A_data_location_outside_without_a_place_is_refused_too() =>
        Refused(Model(new ProtoWriter().Message(5, new ProtoWriter().Varint(1, 4).Varint(2, 1).Text(8, "w").Varint(14, 1)))).ShouldContain("another file");

    [Fact]
    public void A_negative_dimension_is_refused() => Refused(Model(Tensor([-1], 1, new byte[4]))).ShouldContain("a dimension of -1");

    [Fact]
    public void Dimensions_that_overflow_are_refused() =>
        Refused(Model(Tensor([1L << 33, 1L << 33], 1, new byte[4]))).ShouldContain("more than 268435456 elements");

    [Fact]
    public void Dimensions_beyond_the_bytes_are_refused() =>
        Refused(Model(Tensor([1000, 1000], 1, new byte[4]))).ShouldContain("1000000 elements of Float are declared, but 4 bytes are there instead of 4000000");

    [Fact]
    public void An_unknown_element_type_is_refused() => Refused(Model(Tensor([1], 99, new byte[4]))).ShouldContain("there is no element type 99");

    [Fact]
    public void Deep_nesting_is_refused_without_a_deep_stack()
    {
        var graph = new ProtoWriter();
        for (int depth = 0; depth < 2000; depth++)
            graph = new ProtoWriter().Message(1, new ProtoWriter().Text(4, "If").Message(5, new ProtoWriter().Text(1, "then_branch").Message(6, graph)));
        Refused(Model(graph)).ShouldContain("graphs lie 9 deep");
    }

    [Fact]
    public void Too_many_nodes_are_refused()
    {
        var graph = new ProtoWriter();
        for (int i = 0; i < 11; i++)
            graph.Message(1, new ProtoWriter().Text(4, "Identity"));
        Refused(Model(graph), new OnnxLimits { Nodes = 10 }).ShouldContain("more than 10 nodes");
    }

    [Fact]
    public void Two_graphs_functions_and_training_are_refused()
    {
        byte[] model = Model(new ProtoWriter());
        Refused([.. model, .. new ProtoWriter().Message(7, new ProtoWriter()).Written]).ShouldContain("a second graph");
        Refused([.. model, .. new ProtoWriter().Message(25, new ProtoWriter()).Written]).ShouldContain("functions of its own");
        Refused([.. model, .. new ProtoWriter().Message(20, new ProtoWriter()).Written]).ShouldContain("training information");
    }

    [Fact]
    public void A_file_above_the_size_limit_is_not_read() =>
        Refused(Model(new ProtoWriter()), new OnnxLimits { FileBytes = 4 }).ShouldContain("at most 4 are accepted");

    [Fact]
    public void Every_truncation_and_every_flipped_byte_is_refused_or_read_never_a_crash()
    {
        var graph = new OnnxGraph("g");
        OnnxValue x = graph.Input("x", OnnxType.String, -1, 1);
        graph.Output("y", graph.Encode(x, new Dictionary<string, float> { ["a"] = 1, ["b"] = 2 }, 0), OnnxType.Float, -1, 1);
        graph.Output("z", graph.Constant([1L, 2L], 2), OnnxType.Int64, 2);
        byte[] model = graph.ToBytes();
        int refused = 0;
        for (int cut = 0; cut < model.Length; cut++)
            refused += Survives(model[..cut]) ? 0 : 1;
        refused.ShouldBeGreaterThan(model.Length * 9 / 10);
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] broken = [.. model];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            Survives(broken);
        }
    }

    /// <summary>False when refused in the proper way; any other exception fails the test.</summary>
    private static bool Survives(byte[] model)
    {
        try
        {
            OnnxFile.Check(model);
            return true;
        }
        catch (OnnxFormatException)
        {
            return false;
        }
    }

    private static string Refused(byte[] model, OnnxLimits? limits = null) =>
        Should.Throw<OnnxFormatException>(() => OnnxFile.Check(model, limits)).Message;

    private static byte[] Model(ProtoWriter graph) =>
        [.. new ProtoWriter().Varint(1, 8).Message(7, graph).Message(8, new ProtoWriter().Text(1, Opset).Varint(2, 17)).Written];

    private static ProtoWriter Node(string op, string domain) => new ProtoWriter().Message(1, new ProtoWriter().Text(4, op).Text(7, domain));

    private static ProtoWriter External(string location) =>
        new ProtoWriter().Message(5, new ProtoWriter().Varint(1, 4).Varint(2, 1).Text(8, "w")
            .Message(13, new ProtoWriter().Text(1, "location").Text(2, location)).Varint(14, 1));

    private static ProtoWriter Tensor(long[] dimensions, int type, byte[] data)
    {
        var tensor = new ProtoWriter();
        foreach (long dimension in dimensions)
            tensor.Varint(1, dimension);
        return new ProtoWriter().Message(5, tensor.Varint(2, type).Text(8, "w").Bytes(9, data));
    }
}
