using System.Text.Json.Nodes;

namespace Cairn.Endpoints;

/// <summary>
/// The JSON of a sample request as a program writes it: texts, and between them a value that stands there many times where a tensor has so many. No
/// text holds an apostrophe: the JSON has them escaped, as it has all beyond ASCII.
/// </summary>
internal sealed class SnippetBody
{
    /// <summary>More elements are written as one that is repeated.</summary>
    private const int Written = 64;

    private readonly List<(string Text, int Times)> _parts = [];

    public bool Repeats => _parts.Count > 1;

    public static SnippetBody Of(ServedInputs inputs)
    {
        var body = new SnippetBody();
        int rows = inputs.Rows ?? 1;
        string text = "{\"inputs\":[";
        foreach (InputTensor t in inputs.Sent.Select(c => new InputTensor(c.Name, RequestTensors.Shape(c, rows), RequestTensors.Right(c))))
        {
            text += t.Before;
            if (t.Count <= Written) text += string.Join(',', Enumerable.Repeat(t.Value, t.Count));
            else
            {
                body._parts.AddRange([(text, 1), (t.Value, t.Count)]);
                text = "";
            }

            text += "]},";
        }

        if (inputs.Key is { } key) text += RequestTensors.Key(key, rows).ToJsonString() + ",";
        body._parts.Add((text.TrimEnd(',') + "]}", 1));
        return body;
    }

    /// <param name="text">Writes a text.</param>
    /// <param name="many">Writes a value so many times, commas between.</param>
    public string Join(Func<string, string> text, Func<string, int, string> many, string between)
        => string.Join(between, _parts.Select(p => p.Times == 1 ? text(p.Text) : many(p.Text, p.Times)));

    private sealed record InputTensor(string Name, long[] Shape, (string Datatype, JsonNode Value) Of)
    {
        public int Count => (int)Shape.Aggregate(1L, (a, b) => a * b);

        public string Value => Of.Value.ToJsonString();

        public string Before => $"{{\"name\":{System.Text.Json.JsonSerializer.Serialize(Name)},\"shape\":[{string.Join(',', Shape)}],\"datatype\":\"{Of.Datatype}\",\"data\":[";
    }
}
