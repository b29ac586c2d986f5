using Cairn.Contracts.Projects;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Sdk.Tests.Projects;

public class ValueTests
{
    [Fact]
    public void A_duration_reads_back_as_written() =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(20_013, 7), Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), milliseconds =>
            Durations.Parse(Durations.Format(TimeSpan.FromMilliseconds(milliseconds))).Value == TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("hour", "0 * * * *", "0 0 * * * ?")]
    [InlineData("hour at :15", "15 * * * *", "0 15 * * * ?")]
    [InlineData("15m", "*/15 * * * *", "0 */15 * * * ?")]
    [InlineData("2h", "0 */2 * * *", "0 0 */2 * * ?")]
    [InlineData("weekday at 06:30", "30 6 * * 1-5", "0 30 6 ? * MON-FRI")]
    [InlineData("sunday at 00:05", "5 0 * * 0", "0 5 0 ? * SUN")]
    [InlineData("month at 03:00", "0 3 1 * *", "0 0 3 1 * ?")]
    [InlineData("0 2 * * 1,3", "0 2 * * 1,3", "0 0 2 ? * MON,WED")]
    [InlineData("*/5 8-17 1 1,7 *", "*/5 8-17 1 1,7 *", "0 */5 8-17 1 1,7 ?")]
    public void Words_become_cron(string words, string cron, string quartz)
    {
        var schedule = Schedule.Parse(words).Value.ShouldNotBeNull();
        (schedule.Cron, schedule.ToQuartz(), schedule.Zone).ShouldBe((cron, quartz, "UTC"));
    }

    [Theory]
    [InlineData("7m")]
    [InlineData("36h")]
    [InlineData("day at 2:00")]
    [InlineData("60 * * * *")]
    [InlineData("0 0 1 * 1")]
    [InlineData("* * * *")]
    [InlineData("")]
    public void What_is_no_schedule_is_refused(string words) => Schedule.Parse(words).Ok.ShouldBeFalse();

    [Theory]
    [InlineData("16GB", 16_000_000_000, "16GB")]
    [InlineData("1.5KB", 1500, "1500B")]
    [InlineData("4MiB", 4_194_304, "4MiB")]
    [InlineData("1B", 1, "1B")]
    public void Sizes_are_bytes(string text, long bytes, string back)
    {
        ByteSize.Parse(text).Value.Bytes.ShouldBe(bytes);
        new ByteSize(bytes).ToString().ShouldBe(back);
    }

    [Theory]
    [InlineData("sede", "seed")]
    [InlineData("trian", "train")]
    [InlineData("xyz", null)]
    public void The_nearest_word_is_found(string word, string? nearest) => Nearest.To(word, ["seed", "train", "sweep"]).ShouldBe(nearest);
}
