using System.Globalization;
using System.Text.Json;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Tracking;

/// <summary>The message of one MLflow call: a JSON body, or the query of a GET. Unknown fields are ignored, an unreadable body is an empty message.</summary>
public sealed class MlflowRequest
{
    private const int MaxBody = 16 << 20;
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };
    private readonly JsonElement _body;
    private readonly IQueryCollection? _query;

    private MlflowRequest(JsonElement body, IQueryCollection? query, HttpContext context) => (_body, _query, Context) = (body, query, context);

    public HttpContext Context { get; }

    public static async Task<MlflowRequest> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (HttpMethods.IsGet(request.Method)) return new MlflowRequest(default, request.Query, context);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false || request.ContentLength == 0) return new MlflowRequest(default, null, context);
        if (!IsJson(request.ContentType)) throw MlflowException.Invalid("Bad Request. Content-Type must be one of ['application/json'].");
        return new MlflowRequest(await BodyAsync(request, context.RequestAborted), null, context);
    }

    /// <summary>A required text; an empty one counts as missing.</summary>
    public string Required(string field) => Text(field) is { Length: > 0 } text ? text : throw MlflowException.Required(field);

    public string? Text(string field)
    {
        if (_query is not null) return _query.TryGetValue(field, out var values) ? Sound(values.ToString(), At(field)) : null;
        return Value(_body, field) is { } value ? TextOf(value, field, At(field)) : null;
    }

    /// <summary><c>run_id</c>, or its older name.</summary>
    public string RunId() => Text("run_id") is { Length: > 0 } id ? id : Text("run_uuid") is { Length: > 0 } old ? old : throw MlflowException.Required("run_id");

    public long? Long(string field)
    {
        if (_query is null) return Value(_body, field) is { } value ? LongOf(value, At(field)) : null;
        if (Text(field) is not { Length: > 0 } text) return null;
        return WholeNumber(text) ?? throw WrongType($"\"{text}\"", field, "str");
    }

    /// <summary>The message itself.</summary>
    public MlflowObject Whole() => new(_body, default);

    public bool Flag(string field)
    {
        if (_query is not null) return string.Equals(Text(field), "true", StringComparison.OrdinalIgnoreCase);
        return Value(_body, field) is { } value && FlagOf(value, At(field));
    }

    /// <summary>A repeated text.</summary>
    public IReadOnlyList<string> Texts(string field)
    {
        if (_query is not null) return [.. _query[field].OfType<string>().Select((v, i) => Sound(v, new FieldPlace(null, field, i)))];
        return [.. Items(field).Select((e, i) => TextOf(e, field, new FieldPlace(null, field, i)))];
    }

    /// <summary>The objects of a repeated message.</summary>
    public IReadOnlyList<MlflowObject> Objects(string field) => [.. Items(field).Select((e, i) => new MlflowObject(e, new FieldPlace(null, field, i)))];

    public IReadOnlyList<RunTag> Tags() => [.. Objects("tags").Select(t => new RunTag(t.Text("key"), t.TextOr("value", "")))];

    internal static JsonElement? Value(JsonElement element, string field)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    internal static string TextOf(JsonElement value, string field, FieldPlace place) => value.ValueKind switch
    {
        JsonValueKind.String => Sound(value, place),
        // Ids and enumerations come as numbers from some clients.
        JsonValueKind.Number when !field.EndsWith("name", StringComparison.Ordinal) && !field.EndsWith("key", StringComparison.Ordinal) && !field.EndsWith("value", StringComparison.Ordinal) => value.GetRawText(),
        _ => throw WrongType(value, place),
    };

    private static string Sound(JsonElement text, FieldPlace place) => SoundText.Of(text) ?? throw Unsound(place);

    private static string Sound(string text, FieldPlace place) => text.Contains('\0') ? throw Unsound(place) : text;

    private static MlflowException Unsound(FieldPlace place) => MlflowException.Invalid($"Invalid value for parameter '{place}' supplied: it holds a NUL or half a character.");

    internal static long LongOf(JsonElement value, FieldPlace place)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)) return number;
        string? text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => SoundText.Of(value), _ => null };
        return WholeNumber(text) ?? throw WrongType(value, place);
    }

    /// <summary>R sends everything as text, truths too.</summary>
    internal static bool FlagOf(JsonElement value, FieldPlace place) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(SoundText.Of(value), out bool said) => said,
        _ => throw WrongType(value, place),
    };

    // R and proto JSON may write a whole number as 1e+05 or 100000.0; a double holds it exactly up to 2^53.
    private static long? WholeNumber(string? text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)) return number;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double floating) && double.IsInteger(floating) && Math.Abs(floating) <= 1L << 53 ? (long)floating : null;
    }

    internal static MlflowException WrongType(JsonElement value, FieldPlace place) => WrongType(value.GetRawText(), place.ToString(), value.ValueKind switch
    {
        JsonValueKind.String => "str",
        JsonValueKind.Number => value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? "float" : "int",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "list",
        _ => "dict",
    });

    private static MlflowException WrongType(string shown, string path, string type)
        => MlflowException.Invalid($"Invalid value {(shown.Length > 100 ? shown[..100] + "…" : shown)} for parameter '{path}' supplied:  Hint: Value was of type '{type}'. See the API docs for more information about request parameters.");

    private static FieldPlace At(string field) => new(null, field);

    private IEnumerable<JsonElement> Items(string field)
    {
        if (Value(_body, field) is not { } value) return [];
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw WrongType(value, At(field));
    }

    private static bool IsJson(string? type) => type is not null && type.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private static async Task<JsonElement> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBody) throw MlflowException.Invalid($"The body is longer than {MaxBody} bytes.");
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(request.Body, Limits, cancellation);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.String) return root.Clone();
            // Old clients encode the message twice.
            using JsonDocument inner = JsonDocument.Parse(root.GetString()!, Limits);
            return inner.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
