using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Cairn.Contracts.Ledger;

/// <summary>The one JSON form of events: snake_case, times in UTC with milliseconds and <c>Z</c>, absent values left out.</summary>
public static class LedgerJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcMilliseconds() },
        TypeInfoResolver = JsonTypeInfoResolver.Combine(LedgerJsonContext.Default, new DefaultJsonTypeInfoResolver()),
    };

    private static readonly JsonTypeInfo<LedgerEvent> Event = (JsonTypeInfo<LedgerEvent>)Options.GetTypeInfo(typeof(LedgerEvent));

    public static string Write(LedgerEvent e) => JsonSerializer.Serialize(e, Event);

    /// <exception cref="JsonException">The text is not an event.</exception>
    public static LedgerEvent Read(string text) => JsonSerializer.Deserialize(text, Event) ?? throw new JsonException("An event is not null.");

    private sealed class UtcMilliseconds : JsonConverter<DateTimeOffset>
    {
        private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
            => writer.WriteStringValue(value.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture));
    }
}
