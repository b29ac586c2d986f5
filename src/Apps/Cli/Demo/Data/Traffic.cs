using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cairn.Cli.Demo.Server;

namespace Cairn.Cli.Demo.Data;

/// <summary>The board's requests and the outcomes that follow, over real HTTP on several connections.</summary>
internal sealed class Traffic(TourServer server, Acknowledged acknowledged, int rows) : IDisposable
{
    private const int Connections = 4, MostRows = 100, OutcomesAtOnce = 5000;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
    private readonly ConcurrentDictionary<string, string> _datatypes = new();
    private long _failed;

    /// <summary>Requests that were refused or broke while the server was up.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    // A day is some hundred and fifty requests whatever its size, so that a canary sees enough of them.
    private int Batch => rows == 0 ? MostRows : Math.Clamp(rows / 150, 1, MostRows);

    /// <summary>Asks about the flights of one part of a day; answers come in the order of the flights.</summary>
    public async Task<IReadOnlyList<Answer>> AskAsync(string part, IReadOnlyList<Flight> flights, CancellationToken cancel)
    {
        if (_datatypes.IsEmpty)
        {
            await ReadContractAsync(cancel);
        }
        var batches = flights.Chunk(Batch).Select((some, i) => (Id: $"{part}-{i:0000}", Flights: some)).ToArray();
        var answers = new Answer[batches.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancel };
        await Parallel.ForEachAsync(Enumerable.Range(0, batches.Length), parallel, async (i, stop) => answers[i] = await AskAsync(batches[i].Id, batches[i].Flights, stop));
        return answers;
    }

    /// <summary>Returns what became of flights; the number that the server took.</summary>
    public async Task<int> TellAsync(string day, IReadOnlyList<Flight> flights, CancellationToken cancel)
    {
        var taken = 0;
        foreach (var (some, i) in flights.Chunk(OutcomesAtOnce).Select((some, i) => (some, i)))
        {
            using var answer = await SendAsync($"endpoints/{Tour.Endpoint}/outcomes", OutcomesOf(some), cancel);
            if (answer is not null)
            {
                taken += some.Length;
                acknowledged.Outcomes($"{day}/{i}", some.Length);
            }
        }
        return taken;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> AskAsync(string id, Flight[] flights, CancellationToken cancel)
    {
        using var body = await SendAsync($"v2/models/{Tour.Endpoint}/infer", RequestOf(id, flights), cancel);
        if (body is null)
        {
            return new Answer(id, "", flights, []);
        }
        var root = body.RootElement;
        var scores = root.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(x => x.GetDouble()).ToArray();
        if (root.GetProperty("id").GetString() != id || scores.Length != flights.Length)
        {
            throw new TourException($"the answer to {id} is not about what was asked");
        }
        var answer = new Answer(id, root.GetProperty("model_version").GetString() ?? "", flights, scores);
        acknowledged.Answer(answer);
        return answer;
    }

    /// <summary>Sends, and sends the same again after the server was lost; null when it refused.</summary>
    private async Task<JsonDocument?> SendAsync(string path, byte[] body, CancellationToken cancel)
    {
        while (true)
        {
            var lives = server.Starts;
            try
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await _http.PostAsync(path, content, cancel);
                var bytes = await answer.Content.ReadAsByteArrayAsync(cancel);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return JsonDocument.Parse(bytes);
                }
                // A server that has just come up again loads its models first.
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && await server.RecoveringAsync(cancel))
                {
                    continue;
                }
                Interlocked.Increment(ref _failed);
                acknowledged.Refused(path, (int)answer.StatusCode, bytes);
                return null;
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException && !cancel.IsCancellationRequested)
            {
                await server.ReadyAsync(cancel);
                if (server.Starts == lives)
                {
                    Interlocked.Increment(ref _failed);
                    acknowledged.Refused(path, 0, System.Text.Encoding.UTF8.GetBytes(fault.Message));
                }
            }
        }
    }

    // The endpoint says which datatype each input has.
    private async Task ReadContractAsync(CancellationToken cancel)
    {
        using var metadata = JsonDocument.Parse(await _http.GetByteArrayAsync($"v2/models/{Tour.Endpoint}", cancel));
        foreach (var input in metadata.RootElement.GetProperty("inputs").EnumerateArray())
        {
            _datatypes[input.GetProperty("name").GetString()!] = input.GetProperty("datatype").GetString()!;
        }
    }

    private byte[] RequestOf(string id, Flight[] flights)
    {
        var buffer = new ArrayBufferWriter<byte>(flights.Length * 100);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteStartArray("inputs");
        Tensor(json, "flight_id", "BYTES", flights, (w, f) => w.WriteStringValue(f.Id));
        Tensor(json, "minute", null, flights, (w, f) => w.WriteNumberValue(f.Minute));
        Tensor(json, "weekday", null, flights, (w, f) => w.WriteNumberValue(f.Weekday));
        Tensor(json, "distance", null, flights, (w, f) => w.WriteNumberValue(f.Distance));
        Tensor(json, "origin", "BYTES", flights, (w, f) => w.WriteStringValue(f.Origin));
        Tensor(json, "destination", "BYTES", flights, (w, f) => w.WriteStringValue(f.Destination));
        json.WriteEndArray();
        json.WriteStartArray("outputs");
        json.WriteStartObject();
        json.WriteString("name", "score");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void Tensor(Utf8JsonWriter json, string name, string? datatype, Flight[] flights, Action<Utf8JsonWriter, Flight> write)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("datatype", datatype ?? _datatypes[name]);
        json.WriteStartArray("shape");
        json.WriteNumberValue(flights.Length);
        json.WriteNumberValue(1);
        json.WriteEndArray();
        json.WriteStartArray("data");
        foreach (var flight in flights)
        {
            write(json, flight);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static byte[] OutcomesOf(Flight[] flights)
    {
        var buffer = new ArrayBufferWriter<byte>(flights.Length * 48);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        foreach (var flight in flights)
        {
            json.WriteStartObject();
            json.WriteString("key", flight.Id);
            json.WriteNumber("value", flight.Late ? 1 : 0);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
