using Cairn.Contracts.Maturity;

namespace Cairn.Maturity.Tests;

public sealed class ClimbTests
{
    [Theory]
    [InlineData(21, 0, 0)]
    [InlineData(60, 1, 0)]
    [InlineData(115, 2, 0)]
    [InlineData(190, 3, 1)]
    [InlineData(257, 4, 1)]
    [InlineData(270, 4, 2)]
    public void Each_rung_earns_its_level(int day, int microsoft, int google)
    {
        AssessmentDto assessment = FlightDelay.Until(day).At(day);
        assessment.Microsoft().ShouldBe(microsoft, assessment.Gaps());
        assessment.Google().ShouldBe(google, assessment.Gaps(1));
    }
}
