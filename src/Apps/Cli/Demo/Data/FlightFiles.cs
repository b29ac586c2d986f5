using Cairn.DuckDb;

namespace Cairn.Cli.Demo.Data;

/// <summary>The flights, day by day: the files that sources deliver and the rows that the board asks about. For one thread at a time.</summary>
internal sealed class FlightFiles : IDisposable
{
    private const string Departure = "flight_id, departed, minute, weekday, distance, origin, destination";
    private readonly DuckDatabase _database = new();
    private readonly DuckConnection _duck;

    /// <param name="days">Days from <see cref="Tour.Begin"/> on.</param>
    /// <param name="rows">Most flights of a day, chosen by hash; 0 takes all.</param>
    public FlightFiles(string parquet, int days, int rows)
    {
        _duck = _database.Connect();
        var until = Tour.Begin.AddDays(days).UtcDateTime;
        var sample = rows == 0 ? "" : $"qualify row_number() over (partition by date::date order by hash(date, delay, distance, origin, destination), date) <= {rows}";
        // Exact copies of a row are the same flight told twice.
        _duck.Execute($"""
            create table flights as
            with once as (select distinct date, delay, distance, origin, destination from read_parquet({DuckSql.Literal(parquet)}) where date < {DuckSql.Literal((object)until)}),
            chosen as (select * from once {sample})
            select strftime(date, '%Y%m%d') || '-' || lpad(row_number() over (partition by date::date order by date, distance, origin, destination, delay)::varchar, 5, '0') as flight_id,
              date as departed, (hour(date) * 60 + minute(date))::bigint as minute, (isodow(date) - 1)::bigint as weekday, distance, origin, destination, delay,
              (delay > 15)::bigint as late, date::date as day
            from chosen order by 1
            """);
    }

    /// <summary>Writes what left the gate on a day, without the delay.</summary>
    public void WriteFlights(DateOnly day, string path) => Write($"select {Departure} from flights where day = {DuckSql.Literal((object)day)} order by flight_id", path);

    /// <summary>Writes what became of a day's flights.</summary>
    public void WriteArrivals(DateOnly day, string path) => Write($"select flight_id, departed, delay, late from flights where day = {DuckSql.Literal((object)day)} order by flight_id", path);

    /// <summary>A day's flights that left within [from, to) minutes, in order.</summary>
    public IReadOnlyList<Flight> Leaving(DateOnly day, int from, int to)
    {
        using var result = _duck.Query(
            $"select flight_id, minute, weekday, distance, origin, destination, late from flights where day = {DuckSql.Literal((object)day)} and minute >= {from} and minute < {to} order by flight_id");
        return [.. result.Rows().Select(r => new Flight((string)r[0]!, (int)(long)r[1]!, (int)(long)r[2]!, (int)(long)r[3]!, (string)r[4]!, (string)r[5]!, (long)r[6]! == 1))];
    }

    public void Dispose()
    {
        _duck.Dispose();
        _database.Dispose();
    }

    // A file appears whole, never half.
    private void Write(string sql, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _duck.Execute($"copy ({sql}) to {DuckSql.Literal(path + ".part")} (format parquet, compression zstd)");
        File.Move(path + ".part", path, overwrite: true);
    }
}
