using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Tracking.Wire;
using Cairn.Tracking;
using Cairn.Tracking.Traces.Spans;
using FsCheck;
using FsCheck.Fluent;
using Kept = Cairn.Tracking.Traces.Spans.Span;
using static Cairn.Rooms.Tests.Tracking.Traces.OtlpSample;

namespace Cairn.Rooms.Tests.Tracking.Traces;

public sealed class SpanTests
{
    [Fact]
    public void A_recorded_export_reads_alike_in_both_encodings()
    {
        IReadOnlyList<Kept> spans = Kept.Of(OtlpProtobuf.Read(Recorded()));
        spans.Select(s => (s.Name, s.Type, s.Status, s.Trace)).ShouldBe([("g", "UNKNOWN", "OK", "0921339cc899911465c75445527a3d29"), ("f", "UNKNOWN", "OK", "0921339cc899911465c75445527a3d29")]);
        spans[0].Parent.ShouldBe(spans[1].Id);
        string hex = Convert.ToHexStringLower(Convert.FromBase64String(spans[1].Id));
        string json = $$$$"""
            {"resource_spans": [{"scope_spans": [{"spans": [{"trace_id": "{{{{spans[1].Trace}}}}", "span_id": "{{{{hex}}}}", "name": "f", "start_time_unix_nano": "{{{{spans[1].Start}}}}", "end_time_unix_nano": {{{{spans[1].End}}}}, "status": {"code": 1},
            "attributes": [{"key": "mlflow.traceRequestId", "value": {"stringValue": "tr-{{{{spans[1].Trace}}}}"}}, {"key": "mlflow.spanType", "value": {"stringValue": "UNKNOWN"}}, {"key": "mlflow.spanFunctionName", "value": {"stringValue": "f"}},
            {"key": "mlflow.spanInputs", "value": {"kvlistValue": {"values": [{"key": "x", "value": {"intValue": "3"}}]}}}, {"key": "mlflow.spanOutputs", "value": {"intValue": 7}}]}]}]}]}
            """;
        Kept.Of(OtlpJson.Read(System.Text.Encoding.UTF8.GetBytes(json)))[0].Content.ShouldBe(spans[1].Content);
    }

    [Fact]
    public void A_broken_export_is_read_otherwise_or_refused()
    {
        byte[] good = Recorded();
        var broken = from at in Gen.Choose(0, good.Length - 1) from value in Gen.Choose(0, 255) from length in Gen.Choose(0, good.Length) select (at, value, length);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(20_011, 7), Prop.ForAll(broken.ToArbitrary(), b =>
        {
            byte[] bytes = good[..Math.Max(b.length, b.at + 1)];
            bytes[b.at] = (byte)b.value;
            try
            {
                SpanTree.Of(SpanBlock.Read(SpanBlock.Write(Kept.Of(OtlpProtobuf.Read(bytes)))));
                return true;
            }
            catch (MlflowException e)
            {
                return e.Code == "INVALID_PARAMETER_VALUE";
            }
        }));
    }

    [Fact]
    public void Every_span_stands_in_the_tree_once_below_its_parent()
    {
        var tree = SpanTree.Of(Read(Span(1, 3, 2, "c", 20, 30), Span(1, 4, 1, "d", 15, 90), Span(1, 1, 0, "a", 0, 100), Span(1, 2, 1, "b", 10, 60), Span(1, 9, 8, "lost parent", 5, 6), Span(1, 5, 6, "ring", 50, 51), Span(1, 6, 5, "ring", 52, 53)));
        tree.Select(s => $"{s.Depth} {s.Name}").ShouldBe(["0 a", "1 b", "2 c", "1 d", "0 lost parent", "0 ring", "1 ring"]);
        (tree[1].OffsetMs, tree[1].DurationMs).ShouldBe((10, 50));
    }

    [Fact]
    public void A_block_gives_back_what_was_written_at_a_part_of_its_length()
    {
        IReadOnlyList<Kept> spans = Read([.. Enumerable.Range(1, 200).Select(i => Span(1, i, i - 1, "step of the loop", i, 300, "STATUS_CODE_UNSET", ("mlflow.spanInputs", new JsonObject { ["text"] = "ü <b> \" \\ " + i })))]);
        byte[] block = SpanBlock.Write(spans);
        SpanBlock.Read(block).Select(s => s.Content).ShouldBe(spans.Select(s => s.Content));
        (block.Length * 5).ShouldBeLessThan(spans.Sum(s => s.Content.Length));
    }

    [Fact]
    public void Texts_become_fit_for_every_store()
    {
        // Half characters cannot stand in attributes.
        foreach ((string text, string expected) in ((string, string)[])[("a\0b", "a\uFFFDb"), ("\uD83D\uDE00", "\uD83D\uDE00"), ("x\uD83Dy", "x\uFFFDy"), ("\uDE00\uD83D", "\uFFFD\uFFFD")])
            Cairn.Tracking.Traces.TraceText.Clean(text).ShouldBe(expected);
    }

    private static byte[] Recorded() => Convert.FromBase64String(Exchange.All().Single(e => e.Body is not null).Body!);

    private static IReadOnlyList<Kept> Read(params JsonObject[] spans) => Kept.Of(OtlpJson.Read(System.Text.Encoding.UTF8.GetBytes(Body(spans))));
}
