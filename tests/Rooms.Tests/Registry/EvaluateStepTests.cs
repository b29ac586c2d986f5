using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Registry.Evaluations;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>The numbers of the step against ones worked out by hand.</summary>
public sealed class EvaluateStepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-evaluate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Binary_with_slices()
    {
        // Scores .9 .8 .3 .1 with labels 1 0 1 0, and one row without a label.
        JsonNode metrics = Run(TestModels.Binary(), "values (0.9, 1, 'a'), (0.8, 0, 'a'), (0.3, 1, 'b'), (0.1, 0, 'b'), (0.5, null, 'b')", "p, late, origin",
            """{"label": "late", "slices": ["origin"], "min_rows": 2, "bins": 2, "latency": true}""");
        ((string)metrics["task"]!).ShouldBe("binary");
        ((string)metrics["primary"]!).ShouldBe("auc");
        Number(metrics, "n").ShouldBe(4);
        Number(metrics, "positives").ShouldBe(2);
        Number(metrics, "auc").ShouldBe(0.75);
        Number(metrics, "accuracy").ShouldBe(0.5);
        Number(metrics, "brier").ShouldBe((0.01 + 0.64 + 0.49 + 0.01) / 4, 1e-6);
        Number(metrics, "log_loss").ShouldBe(-(Math.Log(0.9) + Math.Log(0.2) + Math.Log(0.3) + Math.Log(0.9)) / 4, 1e-6);
        Number(metrics, "ece").ShouldBe((Math.Abs(0.2 - 0.5) + Math.Abs(0.85 - 0.5)) / 2, 1e-6);
        Number(metrics, "worst_slice.auc").ShouldBe(1);
        Number(metrics, "worst_slice.brier").ShouldBe((0.01 + 0.64) / 2, 1e-6);
        Number(metrics, "p95_ms").ShouldBeGreaterThan(0);
        Number(metrics, "size_mb").ShouldBeGreaterThan(0);
        metrics["slices"]!.AsArray().Select(s => $"{s!["column"]}={s["value"]} {s["n"]}").ShouldBe(["origin=a 2", "origin=b 2"]);
        metrics["calibration"]!.AsArray().Count.ShouldBe(2);
        metrics["histogram"].ShouldBeNull();
        JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "report")))!["histogram"]!["counts"]!.AsArray().Sum(c => (long)c!).ShouldBe(4);
    }

    [Fact]
    public void The_same_bytes_each_time_and_no_clock_in_them()
    {
        string Once()
        {
            Run(TestModels.Binary(), "values (0.9, 1, 'a'), (0.8, 0, 'a'), (0.3, 1, 'b'), (0.1, 0, 'b')", "p, late, origin", """{"label": "late", "slices": ["origin"]}""");
            return File.ReadAllText(Path.Combine(_folder, "metrics")) + File.ReadAllText(Path.Combine(_folder, "report"));
        }
        string first = Once();
        Once().ShouldBe(first);
        first.ShouldNotContain("_ms");
    }

    [Fact]
    public void Regression_from_one_tensor_in_the_order_of_its_features()
    {
        JsonNode metrics = Run(TestModels.Sum(), "values (1, 2, 3), (10, 20, 32), (5, 5, 10)", "x, y, total", """{"label": "total"}""");
        ((string)metrics["task"]!).ShouldBe("regression");
        Number(metrics, "mae").ShouldBe(2.0 / 3, 1e-6);
        Number(metrics, "rmse").ShouldBe(Math.Sqrt(4.0 / 3), 1e-6);
        Number(metrics, "bias").ShouldBe(-2.0 / 3, 1e-6);
    }

    [Fact]
    public void Multiclass_by_the_names_of_its_classes()
    {
        JsonNode metrics = Run(TestModels.Classes(), "values (0.7, 0.2, 0.1, 'low'), (0.1, 0.2, 0.7, 'mid'), (0.1, 0.1, 0.8, 'high'), (0.2, 0.5, 0.3, 'mid')", "a, b, c, size", """{"label": "size"}""");
        ((string)metrics["task"]!).ShouldBe("multiclass");
        Number(metrics, "accuracy").ShouldBe(0.75);
        Number(metrics, "log_loss").ShouldBe(-(Math.Log(0.7) + Math.Log(0.2) + Math.Log(0.8) + Math.Log(0.5)) / 4, 1e-6);
        Number(metrics, "macro_f1").ShouldBe((1 + 2.0 / 3 + 2.0 / 3) / 3, 1e-6);
    }

    [Fact]
    public void More_rows_than_a_batch_are_scored_in_order()
    {
        JsonNode metrics = Run(TestModels.Binary(), "select (i % 100) / 100.0, case when i % 100 >= 50 then 1 else 0 end, 'x' from range(5000) t(i)", "p, late, origin", """{"label": "late"}""");
        Number(metrics, "n").ShouldBe(5000);
        Number(metrics, "auc").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"label": "gone"}""", "The table has no column 'gone'.")]
    [InlineData("{}", "'label' must name the column with the truth.")]
    [InlineData("""{"label": "late", "sclices": ["a"]}""", "'sclices' is not an option of evaluate")]
    [InlineData("""{"label": "late", "bins": 1}""", "'bins' must be a number from 2 to 100.")]
    [InlineData("""{"label": "origin"}""", "The label 'origin' has values besides 0 and 1")]
    [InlineData("""{"label": "late", "primary": "rmse"}""", "'primary' names 'rmse', which is not measured for binary")]
    public void What_cannot_be_done_says_why(string with, string reason)
        => Should.Throw<StepException>(() => Run(TestModels.Binary(), "values (0.9, 1, 'a'), (0.8, 0, 'a')", "p, late, origin", with)).Message.ShouldStartWith(reason);

    [Fact]
    public void A_table_without_the_models_inputs_is_refused()
        => Should.Throw<StepException>(() => Run(TestModels.Binary(), "values (0.9, 1)", "q, late", """{"label": "late"}""")).Message.ShouldBe("The table lacks the model's inputs: p.");

    [Fact]
    public void A_wide_input_without_names_is_refused()
        => Should.Throw<StepException>(() => Run(TestModels.Sum(features: ""), "values (1, 2, 3)", "x, y, total", """{"label": "total"}""")).Message.ShouldContain("metadata 'features' does not say which");

    [Fact]
    public void A_file_that_is_no_model_is_refused()
        => Should.Throw<StepException>(() => Run([1, 2, 3], "values (0.9, 1)", "p, late", """{"label": "late"}""")).Message.ShouldStartWith("The model is refused:");

    private JsonNode Run(byte[] model, string rows, string columns, string with)
    {
        string modelPath = Path.Combine(_folder, "model"), table = Path.Combine(_folder, "test.parquet");
        File.WriteAllBytes(modelPath, model);
        TestTables.Write(table, rows, columns);
        var outputs = new Dictionary<string, string> { ["metrics"] = Path.Combine(_folder, "metrics"), ["report"] = Path.Combine(_folder, "report") };
        new EvaluateStep().Run(new StepContext(new Dictionary<string, string> { ["model"] = modelPath, ["test"] = table }, outputs, JsonNode.Parse(with)!.AsObject(), null, null, TextWriter.Null)).ShouldBe(0);
        return JsonNode.Parse(File.ReadAllText(outputs["metrics"]))!;
    }

    private static double Number(JsonNode report, string metric) => (double)report["metrics"]![metric]!;
}
