using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace FlightBoard;

/// <summary>The endpoint <c>delay</c>, typed. It is bound to the endpoint, not to a version: a new version needs no change here.</summary>
public sealed class DelayClient(HttpClient http, string endpoint = "delay")
{
    /// <summary>Asks about up to 100 flights. Asked again with the same id, the server gives the same answer from its log.</summary>
    /// <exception cref="HttpRequestException">The endpoint refused or did not answer.</exception>
    public async Task<IReadOnlyList<Forecast>> AskAsync(IReadOnlyList<Departure> flights, string requestId, CancellationToken cancel = default)
    {
        if (flights.Count is 0 or > 100) throw new ArgumentOutOfRangeException(nameof(flights), "ask about 1 to 100 flights at a time");
        using HttpResponseMessage answer = await http.PostAsJsonAsync($"v2/models/{endpoint}/infer", Request(flights, requestId), cancel);
        JsonNode body = await answer.Content.ReadFromJsonAsync<JsonNode>(cancel) ?? throw new HttpRequestException("the endpoint answered nothing");
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"the endpoint refused: {body["error"]}", null, answer.StatusCode);
        return Read(flights, body);
    }

    internal static JsonObject Request(IReadOnlyList<Departure> flights, string requestId) => new()
    {
        ["id"] = requestId,
        ["inputs"] = new JsonArray(
            Tensor("flight_id", "BYTES", flights.Select(f => (JsonNode)f.FlightId)),
            Tensor("minute", "FP32", flights.Select(f => (JsonNode)f.Minute)),
            Tensor("weekday", "FP32", flights.Select(f => (JsonNode)f.Weekday)),
            Tensor("distance", "FP32", flights.Select(f => (JsonNode)f.Distance)),
            Tensor("origin", "BYTES", flights.Select(f => (JsonNode)f.Origin)),
            Tensor("destination", "BYTES", flights.Select(f => (JsonNode)f.Destination))),
        ["outputs"] = new JsonArray(new JsonObject { ["name"] = "score" }),
    };

    internal static IReadOnlyList<Forecast> Read(IReadOnlyList<Departure> flights, JsonNode body)
    {
        JsonArray scores = body["outputs"]?[0]?["data"] as JsonArray ?? throw new HttpRequestException("the answer has no scores");
        if (scores.Count != flights.Count) throw new HttpRequestException($"{flights.Count} flights were asked about and {scores.Count} answered");
        string version = (string?)body["model_version"] ?? "";
        return [.. flights.Select((f, i) => new Forecast(f.FlightId, (double)scores[i]!, version))];
    }

    private static JsonObject Tensor(string name, string datatype, IEnumerable<JsonNode> values)
    {
        JsonNode[] data = [.. values];
        return new JsonObject { ["name"] = name, ["datatype"] = datatype, ["shape"] = new JsonArray(data.Length, 1), ["data"] = new JsonArray(data) };
    }
}
