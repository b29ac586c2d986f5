using FlightBoard;

// flight-board <server> < departures.csv
if (args is not [var server] || !Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address))
{
    Console.Error.WriteLine("usage: flight-board http://127.0.0.1:7337 < departures.csv   (flight_id,minute,weekday,distance,origin,destination)");
    return 2;
}
using var http = new HttpClient { BaseAddress = address };
var flights = new List<Departure>();
while (Console.ReadLine() is { Length: > 0 } line) flights.Add(Departure.Parse(line));
var client = new DelayClient(http);
foreach (Departure[] some in flights.Chunk(100))
{
    IReadOnlyList<Forecast> forecasts = await client.AskAsync(some, Guid.NewGuid().ToString("N"));
    foreach (string line in Board.Lines(some, forecasts)) Console.WriteLine(line);
}
return 0;
