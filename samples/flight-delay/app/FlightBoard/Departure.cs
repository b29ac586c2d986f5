namespace FlightBoard;

/// <summary>A flight as it leaves the gate.</summary>
/// <param name="FlightId">The key under which its arrival is reported later.</param>
/// <param name="Minute">Minute of the day, 0 to 1439, local time.</param>
/// <param name="Weekday">0 is Monday.</param>
/// <param name="Distance">Miles.</param>
/// <param name="Origin">Three letters.</param>
public sealed record Departure(string FlightId, int Minute, int Weekday, int Distance, string Origin, string Destination)
{
    /// <summary>Reads <c>flight_id,minute,weekday,distance,origin,destination</c>.</summary>
    /// <exception cref="FormatException">The line is another.</exception>
    public static Departure Parse(string line)
    {
        string[] words = line.Split(',');
        if (words.Length != 6) throw new FormatException($"expected 6 fields, found {words.Length}");
        int Number(int field, string name, int most) =>
            int.TryParse(words[field], out int n) && n >= 0 && n <= most ? n : throw new FormatException($"'{name}' must be a whole number from 0 to {most}");
        return new Departure(words[0], Number(1, "minute", 1439), Number(2, "weekday", 6), Number(3, "distance", 10000), words[4], words[5]);
    }
}
