using Cairn.Platform.Http;
using Cairn.Tracking;
using Cairn.Tracking.Runs;

namespace Cairn.Rooms.Tests.Tracking;

public sealed class CurveViewTests
{
    private static readonly RunMetric[] Points = [new("loss", 1, 10_000, 0), new("loss", 0, 12_000, 5), new("loss", double.NaN, 13_000, 6), new("loss", 0, 15_500, 9)];

    [Theory]
    [InlineData("step", "0 5 6 9")]
    [InlineData("relative", "0 2 3 5")]
    [InlineData("time", "10000 12000 13000 15500")]
    public void Points_lie_on_the_chosen_axis(string x, string places) => string.Join(' ', CurveView.Of(x, null).Of(Points).Select(p => p.Step)).ShouldBe(places);

    [Fact]
    public void A_smoothed_line_begins_at_its_first_value_and_skips_what_is_no_number()
    {
        // (0.5·0.5·1)/(0.75) = 1/3 and (0.125)/(0.875) = 1/7: weighted means of 1, 0 and 1, 0, 0 with weights that halve.
        double[] drawn = [.. CurveView.Of("step", "0.5").Of(Points).Select(p => p.Value)];
        drawn[0].ShouldBe(1);
        drawn[1].ShouldBe(1d / 3, 1e-12);
        drawn[2].ShouldBe(double.NaN);
        drawn[3].ShouldBe(1d / 7, 1e-12);
        CurveView.Of(null, "0").Of(Points).Select(p => p.Value).ShouldBe([1, 0, double.NaN, 0]);
    }

    [Theory]
    [InlineData("epoch", null, "x")]
    [InlineData(null, "1", "smooth")]
    [InlineData(null, "-0.1", "smooth")]
    [InlineData(null, "much", "smooth")]
    public void What_is_no_way_to_draw_is_refused(string? x, string? smooth, string field) => Should.Throw<ApiException>(() => CurveView.Of(x, smooth)).Field.ShouldBe(field);
}
