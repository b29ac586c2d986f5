using System.Text.Json.Nodes;

namespace Cairn.Cli.Output;

/// <summary>One thing: a line for each field, lists of things as tables below it, deeper ones indented.</summary>
internal sealed class RecordPrinter(Terminal terminal)
{
    public void Print(JsonNode record) => Print(record, "");

    private void Print(JsonNode record, string indent)
    {
        if (record is JsonArray list)
        {
            PrintList(list, indent);
            return;
        }
        if (record is not JsonObject item)
        {
            terminal.Out.WriteLine(indent + JsonText.Raw(record));
            return;
        }
        var plain = item.Where(field => !IsDeep(field.Value)).ToList();
        var width = plain.Count == 0 ? 0 : plain.Max(field => field.Key.Length);
        foreach (var (name, value) in plain)
        {
            PrintField(indent, name, value, width);
        }
        foreach (var (name, value) in item.Where(field => IsDeep(field.Value)))
        {
            terminal.Out.WriteLine(indent + name);
            Print(value!, indent + "  ");
        }
    }

    private void PrintField(string indent, string name, JsonNode? value, int width)
    {
        var text = JsonText.Raw(value);
        if (!terminal.OutIsTty)
        {
            terminal.Out.WriteLine($"{indent}{name}\t{text}");
            return;
        }
        var shown = name is "state" or "status" or "verdict" or "result" ? terminal.Paint.State(text, text) : text;
        terminal.Out.WriteLine($"{indent}{name.PadRight(width)}  {(text.Length == 0 ? "--" : shown)}");
    }

    private void PrintList(JsonArray list, string indent)
    {
        foreach (var item in list)
        {
            var line = item is JsonObject record
                ? string.Join("  ", record.Where(field => field.Value is not null).Select(field => $"{field.Key}={JsonText.Raw(field.Value)}"))
                : JsonText.Raw(item);
            terminal.Out.WriteLine(indent + line);
        }
    }

    private static bool IsDeep(JsonNode? node) => node is JsonObject { Count: > 0 } || (node is JsonArray list && list.Any(item => item is JsonObject));
}
