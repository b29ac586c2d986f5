using System.Globalization;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;
using Cairn.XgBoost;

namespace Cairn.Serving.Tests.Models;

public sealed class XgBoostTests
{
    private const int Features = 3;
    private static readonly string? Missing = XgBoostLibrary.Missing();
    private static readonly float[] Row = [0.5f, float.NaN, -3];

    [Theory]
    [InlineData(ModelFormat.Json, "binary:logistic")]
    [InlineData(ModelFormat.Ubj, "binary:logistic")]
    [InlineData(ModelFormat.Json, "reg:squarederror")]
    [InlineData(ModelFormat.Ubj, "multi:softprob")]
    public async Task A_file_as_xgboost_saves_it_answers_as_xgboost_does(ModelFormat format, string objective)
    {
        if (Missing is not null) Assert.Skip(Missing);
        (byte[] file, float[] expected) = Train(objective, format, names: null);
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", file)));
        Answer answer = await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"features","shape":[1,3],"datatype":"FP32","data":[0.5,null,-3]}]}""");
        ((int)answer.Status).ShouldBe(200, answer.Body);
        double[] found = [.. answer.Output(objective == "multi:softprob" ? "scores" : "score").Trim('[', ']').Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        found.Length.ShouldBe(expected.Length);
        for (int i = 0; i < found.Length; i++) found[i].ShouldBe(expected[i], 1e-6);
        (await host.GetAsync("/v2/models/m")).Json.GetProperty("platform").GetString().ShouldBe("xgboost");
        (await host.PredictionsAsync("m")).ShouldHaveSingleItem().Inputs.Single().Number(0, 2).ShouldBe(-3);
    }

    [Fact]
    public async Task Named_features_are_columns_of_the_contract()
    {
        if (Missing is not null) Assert.Skip(Missing);
        (byte[] file, float[] expected) = Train("binary:logistic", ModelFormat.Json, ["hour", "distance", "lag"]);
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", file)));
        Answer answer = await host.PostAsync("/endpoints/m/invocations", """{"dataframe_records":[{"lag":-3,"hour":0.5,"distance":null}]}""");
        ((int)answer.Status).ShouldBe(200, answer.Body);
        answer.Json.GetProperty("predictions")[0].GetProperty("score")[0].GetDouble().ShouldBe(expected[0], 1e-6);
        Answer wrong = await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"hour","shape":[1,1],"datatype":"FP32","data":[1]}]}""");
        ((int)wrong.Status).ShouldBe(400);
        wrong.Body.ShouldContain("'distance'");
    }

    [Theory]
    [InlineData("booster", "gblinear", "gblinear")]
    [InlineData("booster", "dart", "dart")]
    [InlineData("objective", "count:poisson", "count:poisson")]
    public async Task A_kind_without_an_exact_graph_is_refused_with_its_name(string name, string value, string said)
    {
        if (Missing is not null) Assert.Skip(Missing);
        (byte[] file, _) = Train("reg:squarederror", ModelFormat.Json, null, new(name, value));
        await using ServingHost host = await ServingHost.StartAsync();
        (await Should.ThrowAsync<SnapshotException>(() => host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", file))))).Message.ShouldContain(said);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"learner\":{}}")]
    [InlineData("{\"learner\"")]
    [InlineData("{L\u0000\u0000")]
    public async Task What_is_no_model_is_refused(string text)
    {
        if (Missing is not null) Assert.Skip(Missing);
        await using ServingHost host = await ServingHost.StartAsync();
        await Should.ThrowAsync<SnapshotException>(() => host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", System.Text.Encoding.UTF8.GetBytes(text)))));
    }

    private static (byte[] File, float[] Expected) Train(string objective, ModelFormat format, string[]? names, KeyValuePair<string, string>? other = null)
    {
        const int rows = 400;
        var random = new Random(3);
        float[] data = [.. Enumerable.Range(0, rows * Features).Select(_ => random.Next(8) == 0 ? float.NaN : (float)((random.NextDouble() - 0.5) * 10))];
        float[] labels = [.. Enumerable.Range(0, rows).Select(i => objective == "multi:softprob" ? (float)(i % 3) : data[i * Features] > 0 ? 1f : 0f)];
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["objective"] = objective, ["max_depth"] = "4", ["seed"] = "1" };
        if (objective == "multi:softprob") settings["num_class"] = "3";
        if (other is { } o) settings[o.Key] = o.Value;
        using var matrix = new DMatrix(data, Features, labels, names);
        using Booster booster = Booster.Create(settings, matrix);
        for (int round = 0; round < 20; round++) booster.Update(round, matrix);
        using var asked = new DMatrix(Row, Features, names: names);
        return (booster.Save(format), booster.Predict(asked));
    }
}
