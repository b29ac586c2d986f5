using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>A request of MLflow's own client and the answer of MLflow's own server, as recorded.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Path and query, with the ids of the recording.</param>
/// <param name="Request">The body; null for none, and for files.</param>
/// <param name="Response">The answer; null where it is no JSON.</param>
/// <param name="Cut">The recording of the answer ends before it does: what is there must come, more may.</param>
/// <param name="Bytes">Length of the file that goes up or comes down.</param>
/// <param name="Body">Spans that go up, as protocol buffers in base64; for experiment 2.</param>
/// <param name="Type">Content type of a file that comes down.</param>
internal sealed record Exchange(
    [property: JsonPropertyName("m")] string Method, [property: JsonPropertyName("p")] string Path, [property: JsonPropertyName("s")] int Status,
    [property: JsonPropertyName("q")] JsonNode? Request, [property: JsonPropertyName("r")] JsonNode? Response,
    [property: JsonPropertyName("cut")] bool Cut, [property: JsonPropertyName("bytes")] int? Bytes, [property: JsonPropertyName("type")] string? Type, [property: JsonPropertyName("body")] string? Body)
{
    /// <summary>Place in the recording, from 0.</summary>
    public int Number { get; init; }

    public string Call => $"{Method} {Path.Split('?')[0]}";

    public override string ToString() => $"#{Number} {Call}";

    public static IReadOnlyList<Exchange> All()
    {
        using Stream stream = typeof(Exchange).Assembly.GetManifestResourceStream("exchanges.jsonl")!;
        using var reader = new StreamReader(stream);
        var all = new List<Exchange>();
        while (reader.ReadLine() is { Length: > 0 } line) all.Add(JsonSerializer.Deserialize<Exchange>(line)! with { Number = all.Count });
        return all;
    }
}
