using Cairn.Platform.Web;

namespace Cairn.Pages.Tests;

public sealed class FormatTests
{
    private const string Nbsp = "\u00a0";

    [Theory]
    [InlineData(.71236, "0.712")]
    [InlineData(-.0141, "−0.014")]
    [InlineData(0, "0.000")]
    [InlineData(1, "1.000")]
    [InlineData(3.14159, "3.142")]
    [InlineData(16412, "16,412")]
    [InlineData(double.NaN, "not a number")]
    [InlineData(double.PositiveInfinity, "infinite")]
    public void Metrics(double value, string shown) => Format.Metric(value).ShouldBe(shown);

    [Theory]
    [InlineData(3.14, "3.1", "ms")]
    [InlineData(41_000, "41", "s")]
    public void Short_spans(double milliseconds, string number, string unit) => Format.Duration(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(number + Nbsp + unit);

    [Fact]
    public void Long_spans()
    {
        Format.Duration(new(0, 12, 41)).ShouldBe($"12{Nbsp}m{Nbsp}41{Nbsp}s");
        Format.Duration(new(2, 5, 0)).ShouldBe($"2{Nbsp}h{Nbsp}05{Nbsp}m");
        Format.Duration(TimeSpan.FromDays(9)).ShouldBe($"9{Nbsp}d");
        Format.Duration(null).ShouldBe("–");
    }

    [Fact]
    public void Sizes_and_large_numbers()
    {
        Format.Bytes(1_240_311).ShouldBe($"1.2{Nbsp}MB");
        Format.Memory(512L << 20).ShouldBe($"512{Nbsp}MiB");
        Format.Short(16_412).ShouldBe($"16.4{Nbsp}k");
        Format.Short(9_999).ShouldBe("9,999");
        Format.Percent(.982).ShouldBe($"98.2{Nbsp}%");
    }

    [Fact]
    public void Times_are_relative_for_a_day_and_then_a_date()
    {
        var now = new DateTimeOffset(2001, 4, 17, 10, 42, 0, TimeSpan.Zero);
        Format.Relative(now.AddHours(-8), now).ShouldBe($"8{Nbsp}h ago");
        Format.Relative(now.AddHours(5), now).ShouldBe($"in 5{Nbsp}h");
        Format.Relative(now.AddDays(-3), now).ShouldBe("14 Apr, 10:42");
        Format.Relative(now.AddYears(-1), now).ShouldBe("17 Apr 2000, 10:42");
        Format.Exact(now).ShouldBe("2001-04-17 10:42:00 UTC");
    }

    [Fact]
    public void Digests_keep_both_ends() => Format.Digest("sha256:4f1cc08b9e3d2a7788aa9a02").ShouldBe("sha256:4f1c…9a02");
}
