using Cairn.Libraries.Tests.Bindings;
using Cairn.Onnx;
using Cairn.OnnxRuntime;

namespace Cairn.Libraries.Tests.Onnx;

public sealed class OnnxWriterTests
{
    [Fact]
    public void The_same_calls_give_the_same_bytes_that_the_reader_accepts()
    {
        byte[] one = Arithmetic().ToBytes();
        one.ShouldBe(Arithmetic().ToBytes());
        OnnxFile.Check(one).Counts.Nodes.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Every_operator_computes_as_named()
    {
        using TempFile file = TempFile.Of(Arithmetic().ToBytes());
        using OnnxModel model = OnnxModel.Load(file.Path);
        using OnnxRun run = model.NewRun();
        run.Prepare(2);
        new[] { 7.5f, -3.25f }.CopyTo(run.Floats(0));
        new[] { 2L, 9L }.CopyTo(run.Longs(1));
        run.Run();
        float[] y = run.FloatOutput(0).ToArray();
        Row(7.5f).Concat(Row(-3.25f)).Zip(y, (wanted, got) => Math.Abs(wanted - got)).Max().ShouldBeLessThan(1e-5f);
        run.FloatOutput(1).ToArray().ShouldBe([20, -1]);
        run.LongOutput(2).ToArray().ShouldBe([0, 0]);
    }

    [Fact]
    public void A_vector_input_becomes_a_column()
    {
        var graph = new OnnxGraph("vector");
        OnnxValue codes = graph.Encode(graph.Input("c", OnnxType.String, -1), new Dictionary<string, long> { ["a"] = 5 }, -1);
        graph.Output("y", graph.AsColumn(codes), OnnxType.Int64, -1, 1);
        graph.Output("z", graph.Unsqueeze(codes, 1), OnnxType.Int64, -1, 1);
        using TempFile file = TempFile.Of(graph.ToBytes());
        using OnnxModel model = OnnxModel.Load(file.Path);
        using OnnxRun run = model.NewRun();
        run.Prepare(2);
        run.SetText(0, 0, "a");
        run.SetText(0, 1, "unseen");
        run.Run();
        run.LongOutput(0).ToArray().ShouldBe([5, -1]);
        ((OnnxTensor)run.Output(1)).Shape.ShouldBe([2, 1]);
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        var graph = new OnnxGraph("g");
        graph.Input("x", OnnxType.Float, -1);
        Should.Throw<ArgumentException>(() => graph.Input("x", OnnxType.Float, -1)).Message.ShouldContain("has a value x already");
        Should.Throw<ArgumentException>(() => graph.Floor(new OnnxValue("elsewhere"))).Message.ShouldContain("not part of this graph");
        Should.Throw<ArgumentException>(() => graph.Encode(new OnnxValue("x"), new Dictionary<string, float>(), 0));
        byte[] dart = """{"learner":{"learner_model_param":{"base_score":"0.5","num_class":"0","num_feature":"1"},"objective":{"name":"reg:squarederror"},"gradient_booster":{"name":"dart"}}}"""u8.ToArray();
        Should.Throw<NotSupportedException>(() => graph.XgBoost(new OnnxValue("x"), dart)).Message.ShouldContain("dart");
        byte[] rank = """{"learner":{"learner_model_param":{},"objective":{"name":"rank:ndcg"}}}"""u8.ToArray();
        Should.Throw<NotSupportedException>(() => graph.XgBoost(new OnnxValue("x"), rank)).Message.ShouldContain("rank:ndcg");
    }

    private static float[] Row(float x) =>
    [
        x + 2, x - 2, x * 2, x / 2, x % 2, MathF.Floor(x), MathF.Abs(x), (x - 1) / 4, MathF.Sin(x * MathF.Tau / 24), MathF.Cos(x * MathF.Tau / 24),
        Math.Clamp(x, -1, 1), 1 / (1 + MathF.Exp(-x)), x < 0 ? 10 : 20, MathF.Log(MathF.Abs(x)),
    ];

    private static OnnxGraph Arithmetic()
    {
        var graph = new OnnxGraph("arithmetic");
        OnnxValue x = graph.Input("x", OnnxType.Float, -1, 1), two = graph.Scalar(2);
        OnnxValue codes = graph.Encode(graph.Input("code", OnnxType.Int64, -1, 1), new Dictionary<long, float> { [2] = 20 }, -1);
        OnnxValue choice = graph.Where(graph.Less(x, graph.Scalar(0)), graph.Scalar(10), graph.Scalar(20));
        OnnxValue all = graph.Concat(graph.Add(x, two), graph.Sub(x, two), graph.Mul(x, two), graph.Div(x, two), graph.Mod(x, two), graph.Floor(x),
            graph.Abs(x), graph.Standardise(x, 1, 4), graph.Cycle(x, 24), graph.Clip(x, -1, 1), graph.Sigmoid(x), choice, graph.Log(graph.Abs(x)));
        graph.Output("y", all, OnnxType.Float, -1, 14);
        graph.Output("looked_up", graph.ReduceMax(codes, 1), OnnxType.Float, -1, 1);
        graph.Output("largest", graph.ArgMax(graph.Columns(all, 2), 1), OnnxType.Int64, -1);
        return graph;
    }
}
