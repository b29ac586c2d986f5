using Cairn.OnnxRuntime;
using Cairn.XgBoost;

namespace Cairn.Libraries.Tests.Bindings;

public sealed class XgBoostTests
{
    private static readonly string? Missing = XgBoostLibrary.Missing();

    public XgBoostTests() => Assert.SkipUnless(Missing is null, Missing ?? "");

    [Theory]
    [InlineData("hist")]
    [InlineData("exact")]
    public void Onnx_answers_as_the_binary_model_does(string method)
    {
        using TrainedModel trained = TrainedModel.Make("binary:logistic", TrainedModel.Late, ("tree_method", method), ("base_score", "0.3"));
        float[] got = RunOnnx(trained);
        for (int row = 0; row < TrainedModel.Rows; row++)
        {
            got[2 * row + 1].ShouldBe(trained.Expected[row], 1e-6f);
            got[2 * row].ShouldBe(1 - trained.Expected[row], 1e-6f);
        }
    }

    [Fact]
    public void Onnx_answers_as_the_multiclass_model_does()
    {
        using TrainedModel trained = TrainedModel.Make("multi:softprob", row => row[3] < 0.3f ? 0 : row[1] < 0.5f ? 1 : 2, ("num_class", "3"));
        float[] got = RunOnnx(trained);
        got.Length.ShouldBe(trained.Expected.Length);
        got.Zip(trained.Expected, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void Onnx_answers_as_the_regression_does()
    {
        using TrainedModel trained = TrainedModel.Make("reg:squarederror", row => row.Sum(v => float.IsNaN(v) ? 2 : v), ("base_score", "1.5"));
        float[] got = RunOnnx(trained);
        got.Zip(trained.Expected, (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(b))).Max().ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void The_same_seed_on_one_thread_gives_the_same_bytes()
    {
        using TrainedModel a = TrainedModel.Make("binary:logistic", TrainedModel.Late, ("subsample", "0.7"), ("seed", "3"));
        using TrainedModel b = TrainedModel.Make("binary:logistic", TrainedModel.Late, ("subsample", "0.7"), ("seed", "3"));
        using TrainedModel c = TrainedModel.Make("binary:logistic", TrainedModel.Late, ("subsample", "0.7"), ("seed", "4"));
        a.Json.ShouldBe(b.Json);
        a.Json.ShouldNotBe(c.Json);
    }

    [Theory]
    [InlineData(ModelFormat.Json)]
    [InlineData(ModelFormat.Ubj)]
    public void A_saved_model_predicts_the_same_when_loaded(ModelFormat format)
    {
        using TrainedModel trained = TrainedModel.Make("binary:logistic", TrainedModel.Late);
        using Booster first = Booster.Load(trained.Json);
        using Booster again = Booster.Load(first.Save(format));
        using var matrix = new DMatrix(trained.Data, TrainedModel.Columns);
        again.Predict(matrix).ShouldBe(trained.Expected);
        again.Rounds.ShouldBe(20);
        again.Features.ShouldBe(TrainedModel.Columns);
    }

    [Fact]
    public void Evaluation_importance_and_dump_tell_what_was_learnt()
    {
        float[] data = [.. Enumerable.Range(0, 400).SelectMany(i => new[] { i % 20, 0.5f })];
        float[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 20 < 10 ? 1f : 0)];
        using var matrix = new DMatrix(data, 2, labels, ["useful", "constant"]);
        using Booster booster = Booster.Create([new("objective", "binary:logistic"), new("eval_metric", "auc")], matrix);
        booster.Update(0, matrix);
        booster.Evaluate(0, matrix)["auc"].ShouldBe(1);
        booster.Importance().Keys.ShouldBe(["useful"]);
        booster.Dump(withStatistics: true).ShouldHaveSingleItem().ShouldContain("\"gain\"");
    }

    [Fact]
    public void Faults_come_in_the_librarys_words()
    {
        using var matrix = new DMatrix([1, 2, 3, 4], 2, [0, 1]);
        Should.Throw<XgBoostException>(() =>
        {
            using Booster booster = Booster.Create([new("max_depth", "deep")], matrix);
            booster.Update(0, matrix);
        }).Message.ShouldContain("max_depth");
        Should.Throw<XgBoostException>(() => Booster.Load("{}"u8));
        Should.Throw<ArgumentException>(() => new DMatrix([1, 2, 3], 2)).Message.ShouldContain("3 values");
    }

    private static float[] RunOnnx(TrainedModel trained)
    {
        using OnnxModel model = OnnxModel.Load(trained.File.Path);
        using OnnxRun run = model.NewRun(0);
        run.Prepare(TrainedModel.Rows);
        trained.Data.CopyTo(run.Floats(0));
        run.Run();
        return run.FloatOutput(0).ToArray();
    }
}
