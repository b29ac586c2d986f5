namespace Cairn.Maturity.Loop;

/// <summary>The span over which requests are counted, so that the number is one that people read.</summary>
internal sealed record RateUnit(string Short, string Word, double Seconds)
{
    private static readonly RateUnit Second = new("s", "second", 1), Hour = new("h", "hour", 3600), Day = new("day", "day", 86_400);

    /// <param name="perSecond">The largest rate that is shown.</param>
    public static RateUnit For(double perSecond) => perSecond >= 1 ? Second : perSecond * Hour.Seconds >= 60 ? Hour : Day;
}
