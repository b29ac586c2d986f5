using System.Globalization;
using Cairn.Cli.Demo.Story;

namespace Cairn.Cli.Demo.Data;

/// <summary>Delivers the files of the sources, as time goes on and never ahead of it.</summary>
internal sealed class Inbox(FlightFiles flights, string folder, TourPlan plan)
{
    /// <summary>What is delivered in the first minute of a day: the flights of the day before, and the arrivals of those of the day before that.</summary>
    public void Deliver(DateOnly today)
    {
        var yesterday = today.AddDays(-1);
        if (yesterday >= Tour.FirstDay)
        {
            flights.WriteFlights(yesterday, FlightsOf(yesterday));
            if (yesterday == plan.CutOff)
            {
                CutOff(FlightsOf(yesterday));
            }
        }
        if (yesterday.AddDays(-1) is var reported && reported >= Tour.FirstDay)
        {
            flights.WriteArrivals(reported, Path.Combine(folder, "arrivals", Name(yesterday)));
        }
    }

    /// <summary>Delivers a day's flights once more, whole.</summary>
    public void DeliverAgain(DateOnly day) => flights.WriteFlights(day, FlightsOf(day));

    private string FlightsOf(DateOnly day) => Path.Combine(folder, "flights", Name(day));

    private static void CutOff(string path)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }

    private static string Name(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".parquet";
}
