using System.Net;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Ensembles;

public sealed class EnsembleTests : IAsyncLifetime
{
    private const string Outputs = """ "outputs":[{"name":"score","datatype":"FP32"},{"name":"raw","datatype":"FP32"}] """;
    private ServingHost _host = null!;
    private VariantRoute _sum = null!;
    private VariantRoute _mix = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ServingHost.StartAsync();
        _sum = TestPackages.Server(_host.Directory, "sum");
        _mix = TestModels.Write(_host.Directory, "mix", Mix());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Tensors_go_from_member_to_member_and_one_record_names_them_all()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", Ensemble(Members("inputs.x", "sum.sum"), """{"score":"mix.mean","raw":"sum.sum"}""")), ServingHost.Endpoint("mix", _mix));
        Answer answer = await AskAsync();
        ((int)answer.Status).ShouldBe(200, answer.Body);
        (answer.Output("score"), answer.Output("raw")).ShouldBe(("[51,53]", "[101,103]"));
        var properties = (await _host.GetAsync("/v2/models/m")).Json.GetProperty("properties");
        properties.GetProperty("member.sum").GetString().ShouldBe(_sum.Digest);
        PredictionRecord record = (await _host.PredictionsAsync("m")).ShouldHaveSingleItem();
        record.Members.ShouldBe([("sum", _sum.Digest), ("mix", _mix.Digest)]);
        record.Outputs.Select(o => o.Name).ShouldBe(["score", "raw"]);
    }

    [Theory]
    [InlineData("inputs.y", "sum.sum", """{"score":"mix.mean","raw":"sum.sum"}""", "there is no 'inputs.y'; there are inputs.x")]
    [InlineData("inputs.x", "sum.total", """{"score":"mix.mean","raw":"sum.sum"}""", "$.ensemble[1].in.b: there is no 'sum.total'")]
    [InlineData("inputs.x", "sum.sum", """{"score":"mix.word","raw":"sum.sum"}""", "$.answers.score: is word BYTES[-1,1], but the output is score FP32[-1,1]")]
    [InlineData("inputs.x", "sum.sum", """{"score":"mix.pair","raw":"sum.sum"}""", "$.answers.score: is pair FP32[-1,2]")]
    public async Task What_does_not_fit_together_is_refused_with_the_place(string toSum, string toMix, string answers, string why)
    {
        (await Should.ThrowAsync<SnapshotException>(() => _host.ApplyAsync(ServingHost.Endpoint("m", Ensemble(Members(toSum, toMix), answers))))).Message.ShouldContain(why);
        Directory.GetDirectories(Path.Combine(_host.LogDirectory, ".models")).Length.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_member_takes_exactly_its_own_inputs_by_types_that_fit()
    {
        string absent = Members("inputs.x", "sum.sum").Replace("\"a\":\"inputs.x\",", "", StringComparison.Ordinal);
        (await RefusedAsync(absent)).ShouldContain("must say where the member's input 'a' comes from");
        string extra = Members("inputs.x", "sum.sum").Replace("\"a\":", "\"c\":\"inputs.x\",\"a\":", StringComparison.Ordinal);
        (await RefusedAsync(extra)).ShouldContain("$.ensemble[1].in.c: the member takes a, b");
        _mix = TestModels.Write(_host.Directory, "mix", Mix(OnnxType.String));
        (await RefusedAsync(Members("inputs.x", "sum.sum"))).ShouldContain("does not fit the contract");
    }

    [Fact]
    public async Task A_member_that_fails_fails_the_request_and_is_shared_with_whom_it_serves_alone()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", Ensemble(Members("inputs.x", "sum.sum"), """{"score":"mix.mean","raw":"sum.sum"}""")), ServingHost.Endpoint("alone", _sum));
        Directory.GetDirectories(Path.Combine(_host.LogDirectory, ".models")).Length.ShouldBe(1);
        (await AskAsync("1003")).Status.ShouldBe(HttpStatusCode.InternalServerError);
        await _host.ApplyAsync(ServingHost.Endpoint("alone", _sum));
        (await _host.PostAsync("/v2/models/alone/infer", Body("1"))).Output("sum").ShouldBe("[101,103]");
    }

    /// <summary>Two numbers in; their mean, both of them, and a word out.</summary>
    private static byte[] Mix(OnnxType second = OnnxType.Float)
    {
        var graph = new OnnxGraph("mix");
        OnnxValue a = graph.Input("a", OnnxType.Float, -1, 1), b = graph.Input("b", second, -1, 1);
        OnnxValue number = second == OnnxType.Float ? b : a;
        graph.Output("mean", graph.Mul(graph.Add(a, number), graph.Scalar(0.5f)), OnnxType.Float, -1, 1);
        graph.Output("pair", graph.Concat(a, number), OnnxType.Float, -1, 2);
        graph.Output("word", graph.Cast(a, OnnxType.String), OnnxType.String, -1, 1);
        if (second != OnnxType.Float) graph.Output("same", b, second, -1, 1);
        return graph.ToBytes();
    }

    private string Members(string toSum, string toMix) =>
        $$"""[{"name":"sum","digest":"{{_sum.Digest}}","in":{"x":"{{toSum}}"} },{"name":"mix","digest":"{{_mix.Digest}}","in":{"a":"inputs.x","b":"{{toMix}}"} }]""";

    private VariantRoute Ensemble(string members, string answers) =>
        TestPackages.Write(_host.Directory, "1", $$"""{"ensemble":{{members}},"answers":{{answers}},"inputs":[{"name":"x","datatype":"FP32"}],{{Outputs}}}""") with
        {
            Members = new Dictionary<string, string>(StringComparer.Ordinal) { [_sum.Digest] = _sum.Path, [_mix.Digest] = _mix.Path },
        };

    private async Task<string> RefusedAsync(string members) =>
        (await Should.ThrowAsync<SnapshotException>(() => _host.ApplyAsync(ServingHost.Endpoint("m", Ensemble(members, """{"score":"mix.mean","raw":"sum.sum"}"""))))).Message;

    private Task<Answer> AskAsync(string first = "1") => _host.PostAsync("/v2/models/m/infer", Body(first));

    private static string Body(string first) => $$"""{"inputs":[{"name":"x","shape":[2,1],"datatype":"FP32","data":[{{first}},3]}]}""";
}
