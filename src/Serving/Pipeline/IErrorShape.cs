using System.Text.Json;

namespace Cairn.Serving.Pipeline;

/// <summary>How a route writes its errors.</summary>
internal interface IErrorShape
{
    /// <summary>Content type of an error.</summary>
    string ErrorType => Answers.Json;

    /// <summary>Writes an error.</summary>
    void WriteError(Utf8JsonWriter json, RequestFault fault);
}
