using System.Text;
using System.Text.Json.Nodes;
using Cairn.Onnx;
using Cairn.Onnx.Proto;

namespace Cairn.Tracking.Traces.Spans;

/// <summary>Reads the spans of an <c>ExportTraceServiceRequest</c> in protocol buffers (opentelemetry-proto, trace/v1 and common/v1).</summary>
internal static class OtlpProtobuf
{
    /// <exception cref="MlflowException">It is none.</exception>
    public static JsonArray Read(ReadOnlySpan<byte> body)
    {
        var spans = new JsonArray();
        try
        {
            for (var request = new ProtoReader(body, 0); request.Next();)
            {
                if (request.Field == 1) Resource(request.Message(), spans);
                else request.Skip();
            }
        }
        catch (OnnxFormatException e)
        {
            throw MlflowException.Invalid($"The body is no ExportTraceServiceRequest. {e.Message.Replace("The file", "It", StringComparison.Ordinal)}");
        }
        return spans;
    }

    private static void Resource(ProtoReader resource, JsonArray spans)
    {
        while (resource.Next())
        {
            if (resource.Field == 2) Scope(resource.Message(), spans);
            else resource.Skip();
        }
    }

    private static void Scope(ProtoReader scope, JsonArray spans)
    {
        while (scope.Next())
        {
            if (scope.Field == 2) spans.Add(Span(scope.Message(), spans.Count));
            else scope.Skip();
        }
    }

    private static JsonObject Span(ProtoReader field, int number)
    {
        var span = new SpanDraft();
        while (field.Next())
        {
            switch (field.Field)
            {
                case 1: span.TraceId = field.Bytes().ToArray(); break;
                case 2: span.SpanId = field.Bytes().ToArray(); break;
                case 3: span.TraceState = Text(ref field); break;
                case 4: span.ParentId = field.Bytes().ToArray(); break;
                case 5: span.Name = Text(ref field); break;
                case 6: span.Kind = field.Varint(); break;
                case 7: span.Start = field.Fixed64(); break;
                case 8: span.End = field.Fixed64(); break;
                case 9: span.Attributes.Add(Pair(field.Message(), 0)); break;
                case 11: span.Events.Add(Event(field.Message())); break;
                case 13: span.Links.Add(Link(field.Message())); break;
                case 15: Status(field.Message(), span); break;
                default: field.Skip(); break;
            }
        }
        return span.Finished(number);
    }

    private static void Status(ProtoReader field, SpanDraft span)
    {
        while (field.Next())
        {
            if (field.Field == 2) span.StatusMessage = Text(ref field);
            else if (field.Field == 3) span.Status = field.Varint();
            else field.Skip();
        }
    }

    private static JsonObject Event(ProtoReader field)
    {
        (ulong time, string name, var attributes) = (0UL, "", new List<JsonNode>());
        while (field.Next())
        {
            switch (field.Field)
            {
                case 1: time = field.Fixed64(); break;
                case 2: name = Text(ref field); break;
                case 3: attributes.Add(Pair(field.Message(), 0)); break;
                default: field.Skip(); break;
            }
        }
        return OtlpParts.Event(time, name, attributes);
    }

    private static JsonObject Link(ProtoReader field)
    {
        (byte[] trace, byte[] span, var attributes) = (Array.Empty<byte>(), Array.Empty<byte>(), new List<JsonNode>());
        while (field.Next())
        {
            switch (field.Field)
            {
                case 1: trace = field.Bytes().ToArray(); break;
                case 2: span = field.Bytes().ToArray(); break;
                case 4: attributes.Add(Pair(field.Message(), 0)); break;
                default: field.Skip(); break;
            }
        }
        return OtlpParts.Link(trace, span, attributes);
    }

    private static JsonObject Pair(ProtoReader field, int depth)
    {
        (string key, JsonObject value) = ("", []);
        while (field.Next())
        {
            if (field.Field == 1) key = Text(ref field);
            else if (field.Field == 2) value = Value(field.Message(), depth);
            else field.Skip();
        }
        return SpanValue.Pair(key, value);
    }

    private static JsonObject Value(ProtoReader field, int depth)
    {
        if (depth > SpanValue.MaxDepth) throw SpanValue.TooDeep();
        JsonObject value = [];
        while (field.Next())
        {
            switch (field.Field)
            {
                case 1: value = new JsonObject { ["string_value"] = Text(ref field) }; break;
                case 2: value = new JsonObject { ["bool_value"] = field.Varint() != 0 }; break;
                case 3: value = new JsonObject { ["int_value"] = field.Varint() }; break;
                case 4: value = new JsonObject { ["double_value"] = Messages.Number(BitConverter.UInt64BitsToDouble(field.Fixed64())) }; break;
                case 5: value = SpanValue.List([.. Many(field.Message(), depth, pairs: false)]); break;
                case 6: value = SpanValue.Map([.. Many(field.Message(), depth, pairs: true)]); break;
                case 7: value = new JsonObject { ["bytes_value"] = Convert.ToBase64String(field.Bytes()) }; break;
                default: field.Skip(); break;
            }
        }
        return value;
    }

    private static List<JsonNode> Many(ProtoReader field, int depth, bool pairs)
    {
        var all = new List<JsonNode>();
        while (field.Next())
        {
            if (field.Field == 1) all.Add(pairs ? Pair(field.Message(), depth + 1) : Value(field.Message(), depth + 1));
            else field.Skip();
        }
        return all;
    }

    private static string Text(ref ProtoReader field) => TraceText.Clean(Encoding.UTF8.GetString(field.Bytes()));
}
