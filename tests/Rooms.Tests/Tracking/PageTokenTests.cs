using System.Text;
using Cairn.Tracking;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Runs;
using Cairn.Tracking.Traces.Searching;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Tokens of pages: what was handed out is read again, and what was not is the caller's mistake.</summary>
public sealed class PageTokenTests
{
    public static TheoryData<string> Strange =>
        ["no base64", Token("no json"), Token("null"), Token("7"), Token("[]"), Token("{}"), Token("""{"offset": "x"}"""), Token("""{"offset": -1}"""), Token("""{"offset": 1, "offset": 2}"""),
         Token("""{"Start": 7, "Id": null}"""), Token("""{"Start": 7, "Id": "a\u0000b"}"""), Token("""{"after": 7}"""), Token("""{"after": "1 2"}"""),
         Token("""{"Time": 7, "Id": "a\u0000b"}"""), Token("""{"Time": 7, "Id": "", "Offset": -1}""")];

    [Fact]
    public void A_mark_of_runs_is_read_as_it_was_written()
    {
        RunMark[] marks = [new(null, 7, "run"), new([new RunPlace(0, 0.5), new RunPlace(2)], -7, "run"), new([new RunPlace(1), RunPlace.Of("é\"")], 7, "run")];
        foreach (RunMark mark in marks)
        {
            RunMark read = RunMark.Decode(mark.Encode())!;
            (read.Start, read.Id).ShouldBe((mark.Start, mark.Id));
            (read.Places ?? []).ShouldBe(mark.Places ?? []);
        }
    }

    [Fact]
    public void A_mark_of_traces_is_read_as_it_was_written()
    {
        foreach (TraceMark mark in (TraceMark[])[new(7, "tr-1"), new(-7, "tr-é\""), new(0, "tr-2"), new(Offset: 7)]) TraceMark.Decode(mark.Encode()).ShouldBe(mark);
        Should.Throw<MlflowException>(() => TraceMark.Decode(Token("""{"Time": 7, "Id": "tr-1", "Offset": 7}"""))).Message.ShouldStartWith("Invalid page token");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_mark_of_points_is_read_as_it_was_written(double value)
        => MetricMark.OfToken(MetricMark.Token(new MetricPoint(7, -3, value))).ShouldBe(new MetricPoint(7, -3, value));

    [Theory]
    [MemberData(nameof(Strange))]
    public void What_is_no_token_of_ours_is_refused(string token)
    {
        Should.Throw<MlflowException>(() => RunMark.Decode(token)).Message.ShouldStartWith("Invalid page token");
        Should.Throw<MlflowException>(() => TraceMark.Decode(token)).Message.ShouldStartWith("Invalid page token");
        Should.Throw<MlflowException>(() => MetricMark.OfToken(token)).Message.ShouldStartWith("Invalid page token");
        Should.Throw<MlflowException>(() => PageToken.Decode(token)).Message.ShouldStartWith("Invalid page token");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_token_is_the_first_page(string? token) => (RunMark.Decode(token), TraceMark.Decode(token), MetricMark.OfToken(token), PageToken.Decode(token)).ShouldBe((null, null, null, 0));

    private static string Token(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
