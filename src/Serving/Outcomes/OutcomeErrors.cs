using System.Text.Json;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Outcomes;

/// <summary>Errors of outcomes: problem details (RFC 9457).</summary>
internal sealed class OutcomeErrors : IErrorShape
{
    public string ErrorType => "application/problem+json";

    public void WriteError(Utf8JsonWriter json, RequestFault fault)
    {
        json.WriteStartObject();
        json.WriteString("title"u8, fault.Kind.ToString());
        json.WriteNumber("status"u8, fault.Status);
        json.WriteString("detail"u8, fault.Message);
        json.WriteEndObject();
    }
}
