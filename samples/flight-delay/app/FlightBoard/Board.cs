namespace FlightBoard;

/// <summary>What the people at the gate see.</summary>
public static class Board
{
    /// <summary>From this probability on a flight is marked.</summary>
    public const double Warn = 0.35;

    /// <summary>Flights most likely to be late first.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Departure> flights, IEnumerable<Forecast> forecasts)
    {
        Dictionary<string, Forecast> byFlight = forecasts.ToDictionary(f => f.FlightId);
        return flights.Where(f => byFlight.ContainsKey(f.FlightId)).OrderByDescending(f => byFlight[f.FlightId].Late).ThenBy(f => f.FlightId, StringComparer.Ordinal)
            .Select(f => Line(f, byFlight[f.FlightId]));
    }

    private static string Line(Departure flight, Forecast forecast) =>
        $"{flight.Minute / 60:00}:{flight.Minute % 60:00}  {flight.Origin} {flight.Destination}  {forecast.Late * 100,3:0} % {(forecast.Late >= Warn ? "likely late" : "")}".TrimEnd();
}
