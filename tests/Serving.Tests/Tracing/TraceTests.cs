using System.Diagnostics;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Tracing;

[Collection(nameof(TraceTests))]
[CollectionDefinition(nameof(TraceTests), DisableParallelization = true)]
public sealed class TraceTests
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""";
    private const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task The_callers_trace_is_in_the_log_and_on_the_answer()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))));
        (await host.PostAsync("/v2/models/m/infer", Body, ("traceparent", Caller))).Headers["traceresponse"].ShouldBe(Caller);
        (await host.PostAsync("/v2/models/m/infer", "{", ("traceparent", Caller))).Headers["traceresponse"].ShouldBe(Caller);
        (await host.PredictionsAsync("m")).Select(p => p.Trace).ShouldBe([Caller, Caller]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public async Task A_broken_header_is_no_trace_and_no_error(string? header)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))));
        Answer answer = await host.PostAsync("/v2/models/m/infer", Body, header is null ? [] : [("traceparent", header)]);
        ((int)answer.Status).ShouldBe(200);
        answer.Headers.ShouldNotContainKey("traceresponse");
        (await host.PredictionsAsync("m")).ShouldHaveSingleItem().Trace.ShouldBe("");
    }

    [Fact]
    public async Task Where_somebody_listens_there_is_a_span_within_the_callers()
    {
        var ended = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Cairn.Serving.Pipeline.Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                if ((string?)a.GetTagItem("cairn.request_id") == "traced") ended.TrySetResult(a);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Constant(1))));
        await host.PostAsync("/v2/models/m/infer", Body, ("traceparent", Caller), ("X-Request-Id", "traced"));
        string trace = (await host.PredictionsAsync("m")).ShouldHaveSingleItem().Trace;

        // It ends when the answer is out.
        Activity span = await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString()).ShouldBe(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"));
        (span.GetTagItem("cairn.endpoint"), span.GetTagItem("cairn.version"), span.GetTagItem("http.response.status_code")).ShouldBe(("m", "1", 200));
        trace.ShouldBe($"00-{span.TraceId.ToHexString()}-{span.SpanId.ToHexString()}-01");
    }
}
