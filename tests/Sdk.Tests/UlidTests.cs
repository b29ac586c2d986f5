using Cairn.Contracts;

namespace Cairn.Sdk.Tests;

public sealed class UlidTests
{
    [Fact]
    public void Those_after_one_another_ascend_whatever_the_clock_says()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(40);
        string last = "";
        for (int i = 0; i < 1000; i++)
        {
            string next = Ulid.After(last, now.AddMilliseconds(i % 3 == 0 ? -5 : i / 100));
            string.CompareOrdinal(next, last).ShouldBePositive();
            next.Length.ShouldBe(26);
            last = next;
        }
        Ulid.After("0000000000ZZZZZZZZZZZZZZZZ", DateTimeOffset.UnixEpoch).ShouldBe("00000000010000000000000000");
    }
}
