using Cairn.Platform.Ledger;

namespace Cairn.Monitoring;

/// <summary>How often endpoints are asked.</summary>
internal sealed class AskRhythm(MonitoringOptions options, World world)
{
    private const int Real = 4, Simulated = 240, Hour = 60, Day = 24 * Hour;

    public TimeSpan Every => TimeSpan.FromMinutes(Minutes);

    /// <exception cref="FormatException">The minutes fit neither an hour nor a day.</exception>
    public string Cron => Minutes switch
    {
        < Hour when Hour % Minutes == 0 => $"*/{Minutes} * * * *",
        Day => "0 0 * * *",
        >= Hour when Minutes % Hour == 0 && 24 % (Minutes / Hour) == 0 => $"0 */{Minutes / Hour} * * *",
        _ => throw new FormatException($"'AskMinutes' is {Minutes}: choose a divisor of 60, or whole hours that divide 24."),
    };

    private int Minutes => options.AskMinutes ?? (world.Simulated ? Simulated : Real);
}
