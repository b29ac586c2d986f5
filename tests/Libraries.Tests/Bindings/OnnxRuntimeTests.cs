using Cairn.Onnx;
using Cairn.OnnxRuntime;

namespace Cairn.Libraries.Tests.Bindings;

public sealed class OnnxRuntimeTests
{
    [Fact]
    public void A_context_that_was_ended_runs_no_more_and_others_do()
    {
        var graph = new OnnxGraph("doubled");
        graph.Output("y", graph.Mul(graph.Input("x", OnnxType.Float, -1, 1), graph.Scalar(2)), OnnxType.Float, -1, 1);
        using TempFile file = TempFile.Of(graph.ToBytes());
        using OnnxModel model = OnnxModel.Load(file.Path);
        using OnnxRun ended = model.NewRun(), other = model.NewRun();
        ended.Prepare(1);
        ended.Run();
        ended.Terminate();
        Should.Throw<OnnxException>(ended.Run);
        other.Prepare(1);
        other.Floats(0)[0] = 4;
        other.Run();
        other.FloatOutput(0)[0].ShouldBe(8);
    }

    [Fact]
    public void Ports_tell_name_type_and_shape()
    {
        using TempFile file = MixedModel();
        using OnnxModel model = OnnxModel.Load(file.Path);
        model.Inputs.Select(p => p.ToString()).ShouldBe(["origin String[-1,1]", "distance Float[-1,1]", "hour Int64[-1,1]"]);
        model.Outputs.Select(p => p.ToString()).ShouldBe(["features Float[-1,3]"]);
        model.InputIndex("hour").ShouldBe(2);
        model.InputIndex("nowhere").ShouldBe(-1);
    }

    [Fact]
    public void Preparation_inside_the_graph_serves_raw_inputs()
    {
        using TempFile file = MixedModel();
        using OnnxModel model = OnnxModel.Load(file.Path);
        using OnnxRun run = model.NewRun();
        run.Prepare(3);
        run.SetText(0, 0, "SEA");
        run.SetText(0, 1, "é?"u8);
        run.SetText(0, 2, "JFK");
        new float[] { 100, float.NaN, 300 }.CopyTo(run.Floats(1));
        new long[] { 25, 3, 24 }.CopyTo(run.Longs(2));
        run.Run();
        run.FloatOutput(0).ToArray().ShouldBe([0.25f, 100, 1, 0.1f, 7, 3, 0.5f, 300, 0]);
    }

    [Fact]
    public void A_run_of_numbers_and_texts_allocates_nothing_managed()
    {
        using TempFile file = MixedModel();
        using OnnxModel model = OnnxModel.Load(file.Path);
        using OnnxRun run = model.NewRun(0);
        float sum = 0;
        void Once()
        {
            run.Prepare(2);
            run.SetText(0, 0, "SEA"u8);
            run.SetText(0, 1, "an airport code far longer than any real one would be".AsSpan());
            run.Floats(1)[1] = 5;
            run.Longs(2)[0] = 7;
            run.Run();
            sum += run.FloatOutput(0)[0];
        }

        AllocatedBy(Once).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_plain_matrix_run_allocates_nothing_managed()
    {
        using TrainedModel trained = TrainedModel.Make("binary:logistic", TrainedModel.Late);
        using OnnxModel model = OnnxModel.Load(trained.File.Path);
        float[] rows = trained.Data[..(TrainedModel.Columns * 2)], scores = new float[4];
        AllocatedBy(() => model.Run(rows, TrainedModel.Columns, 0, scores)).ShouldBe(0);
        scores[1].ShouldBe(trained.Expected[0], 1e-6f);
    }

    [Fact]
    public void A_wrong_shape_is_a_fault_in_the_librarys_words_and_the_model_goes_on()
    {
        using TrainedModel trained = TrainedModel.Make("binary:logistic", TrainedModel.Late);
        using OnnxModel model = OnnxModel.Load(trained.File.Path);
        var fault = Should.Throw<OnnxException>(() => model.Run(new OnnxTensor(new float[3], 1, 3)));
        fault.Message.ShouldContain("invalid dimensions");
        fault.Fault.ShouldBe(OnnxFault.InvalidArgument);
        var scores = (OnnxTensor)model.Run(new OnnxTensor(trained.Data, TrainedModel.Rows, TrainedModel.Columns))["scores"];
        scores.Floats[1].ShouldBe(trained.Expected[0], 1e-6f);
    }

    [Fact]
    public void A_fixed_number_of_rows_is_named_when_another_is_asked_for()
    {
        var graph = new OnnxGraph("fixed");
        graph.Output("y", graph.Floor(graph.Input("x", OnnxType.Float, 2, 1)), OnnxType.Float, 2, 1);
        using TempFile file = TempFile.Of(graph.ToBytes());
        using OnnxModel model = OnnxModel.Load(file.Path);
        using OnnxRun run = model.NewRun();
        Should.Throw<ArgumentException>(() => run.Prepare(3)).Message.ShouldContain("takes exactly 2 rows, not 3");
        Should.Throw<InvalidOperationException>(run.Run);
        run.Prepare(2);
        run.Run();
        run.FloatOutput(0).Length.ShouldBe(2);
    }

    [Fact]
    public void Every_element_type_goes_in_and_comes_out()
    {
        var graph = new OnnxGraph("types");
        foreach ((string name, OnnxType type) in new[] { ("f", OnnxType.Float), ("d", OnnxType.Double), ("l", OnnxType.Int64), ("i", OnnxType.Int32), ("b", OnnxType.Bool), ("u", OnnxType.UInt8), ("s", OnnxType.String) })
            graph.Output(name + "_out", graph.Input(name, type, -1), type, -1);
        using TempFile file = TempFile.Of(graph.ToBytes());
        using OnnxModel model = OnnxModel.Load(file.Path);
        Array[] given = [new[] { 1.5f, 2 }, new[] { 2.5, -1 }, new[] { 1L << 40, 2 }, new[] { -7, 7 }, new[] { true, false }, new byte[] { 255, 0 }, new[] { "é", "" }];
        var made = model.Run([.. given.Select(data => new OnnxTensor(data, 2))]);
        for (int i = 0; i < given.Length; i++)
            ((OnnxTensor)made[model.Outputs[i].Name]).Data.ShouldBe(given[i]);
    }

    [Fact]
    public void A_zip_map_comes_out_as_maps()
    {
        var graph = new OnnxGraph("zipmap");
        graph.OutputMaps("maps", graph.Input("scores", OnnxType.Float, -1, 2), ["no", "yes"]);
        using TempFile file = TempFile.Of(graph.ToBytes());
        using OnnxModel model = OnnxModel.Load(file.Path);
        model.Outputs[0].Kind.ShouldBe(OnnxKind.Sequence);
        var rows = (object[])model.Run(new OnnxTensor(new[] { 0.25f, 0.75f, 1, 0 }, 2, 2))["maps"];
        ((Dictionary<object, float>)rows[0])["yes"].ShouldBe(0.75f);
        ((Dictionary<object, float>)rows[1])["no"].ShouldBe(1);
    }

    [Fact]
    public void Without_its_zip_maps_the_same_file_gives_the_same_numbers_as_tensors()
    {
        var graph = new OnnxGraph("zipmap");
        OnnxValue scores = graph.Input("scores", OnnxType.Float, -1, 2);
        graph.OutputMaps("texts", graph.Mul(scores, graph.Scalar(2)), ["no", "yes"]);
        graph.OutputMaps("numbers", scores, [-1L, 1L << 40]);
        graph.Output("plain", scores, OnnxType.Float, -1, 2);
        graph.Metadata("made", "here");
        byte[] file = graph.ToBytes();
        (byte[] plain, IReadOnlyList<LabelledOutput> outputs) = ZipMaps.Unzip(file)!.Value;

        outputs.Select(o => o.Name).ShouldBe(["texts", "numbers"]);
        outputs[0].Labels.ShouldBe(["no", "yes"]);
        outputs[1].Labels.ShouldBe([-1L, 1L << 40]);
        OnnxFile.Check(plain).Metadata["made"].ShouldBe("here");
        ZipMaps.Unzip(plain).ShouldBeNull();
        using TempFile kept = TempFile.Of(plain);
        using OnnxModel model = OnnxModel.Load(kept.Path);
        model.Outputs.Select(o => o.ToString()).ShouldBe(["texts Float[-1,2]", "numbers Float[-1,2]", "plain Float[-1,2]"]);
        var made = model.Run(new OnnxTensor(new[] { 0.25f, 0.75f, 1, 0 }, 2, 2));
        ((OnnxTensor)made["texts"]).Floats.ShouldBe([0.5f, 1.5f, 2, 0]);
        ((OnnxTensor)made["numbers"]).Floats.ShouldBe([0.25f, 0.75f, 1, 0]);
        // Whatever is cut off, it is a file without its end, not something else.
        for (int length = 0; length < file.Length; length++)
        {
            try { ZipMaps.Unzip(file.AsSpan(0, length)); }
            catch (OnnxFormatException e) { e.Message.ShouldContain("broken at byte"); }
        }
    }

    [Fact]
    public void A_missing_or_broken_file_is_a_fault()
    {
        Should.Throw<OnnxException>(() => OnnxModel.Load("/nowhere/model.onnx")).Fault.ShouldBe(OnnxFault.NoSuchFile);
        using TempFile file = TempFile.Of([1, 2, 3]);
        Should.Throw<OnnxException>(() => OnnxModel.Load(file.Path)).Fault.ShouldBe(OnnxFault.InvalidProtobuf);
    }

    [Fact]
    public void A_model_disposed_under_a_run_lives_until_the_run_ends()
    {
        using TempFile file = MixedModel();
        OnnxModel model = OnnxModel.Load(file.Path);
        OnnxRun run = model.NewRun();
        model.Dispose();
        run.Prepare(1);
        run.SetText(0, 0, "SEA");
        run.Run();
        run.FloatOutput(0)[0].ShouldBe(0.25f);
        run.Dispose();
        Should.Throw<ObjectDisposedException>(run.Run);
    }

    [Fact]
    public void Many_threads_share_one_model()
    {
        using TrainedModel trained = TrainedModel.Make("binary:logistic", TrainedModel.Late);
        using OnnxModel model = OnnxModel.Load(trained.File.Path);
        int wrong = 0;
        Parallel.For(0, 8, worker =>
        {
            using OnnxRun run = model.NewRun(model.OutputIndex("scores"));
            for (int row = worker; row < 400; row += 8)
            {
                run.Prepare(1);
                trained.Data.AsSpan(row * TrainedModel.Columns, TrainedModel.Columns).CopyTo(run.Floats(0));
                run.Run();
                if (Math.Abs(run.FloatOutput(0)[1] - trained.Expected[row]) > 1e-6)
                    Interlocked.Increment(ref wrong);
            }
        });
        wrong.ShouldBe(0);
    }

    private static TempFile MixedModel()
    {
        var graph = new OnnxGraph("mixed");
        OnnxValue origin = graph.Encode(graph.Input("origin", OnnxType.String, -1, 1), new Dictionary<string, float> { ["SEA"] = 0.25f, ["JFK"] = 0.5f }, 0.1f);
        OnnxValue distance = graph.Impute(graph.Input("distance", OnnxType.Float, -1, 1), 7);
        OnnxValue hour = graph.Mod(graph.Cast(graph.Input("hour", OnnxType.Int64, -1, 1), OnnxType.Float), graph.Scalar(24));
        graph.Output("features", graph.Concat(origin, distance, hour), OnnxType.Float, -1, 3);
        return TempFile.Of(graph.ToBytes());
    }

    private static long AllocatedBy(Action run)
    {
        for (int i = 0; i < 100; i++)
            run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
