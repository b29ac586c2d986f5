using System.Text.Json;
using Cairn.Serving.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Scoring;

/// <summary>MLflow's scoring protocol: JSON in four forms, and CSV.</summary>
internal sealed class ScoringProtocol : IInferenceProtocol
{
    private const int Json = 0;
    private const int Csv = 1;

    public byte Mark => 1;

    public int CheckType(HttpRequest request)
    {
        string? type = request.ContentType;
        if (type is null || ContentTypes.Is(type, "application/json")) return Json;
        if (ContentTypes.Is(type, "text/csv") || ContentTypes.Is(type, "application/csv")) return Csv;
        throw RequestFault.Unsupported("The content type must be application/json or text/csv, with no parameter but charset=utf-8.");
    }

    public void Read(InferenceWork work, ReadOnlySpan<byte> body, int form, int maxDepth)
    {
        if (work.Endpoint.Contract.Columns.Any(c => c.Width < 0))
            throw RequestFault.Contract("This endpoint has an input of open shape, which this protocol cannot say; use /v2/models.");
        var rows = new RowCollector(work);
        if (form == Csv) ReadCsv(work, rows, body);
        else ScoringJsonReader.Read(rows, body, maxDepth);
        rows.Finish();
        ColumnChecks.Check(work);
    }

    /// <summary>It is a text of two bytes a character while it is read.</summary>
    private static void ReadCsv(InferenceWork work, RowCollector rows, ReadOnlySpan<byte> body)
    {
        if (body.Length <= RequestMemory.Small)
        {
            CsvReader.Read(rows, body);
            return;
        }
        long text = sizeof(char) * (long)body.Length;
        work.Memory.Hold(text);
        try { CsvReader.Read(rows, body); }
        finally { work.Memory.Free(text); }
    }

    public void Write(InferenceWork work)
    {
        Utf8JsonWriter json = work.BeginAnswer();
        if (work.IsWhole && work.Outputs is [var only])
        {
            ScoringAnswerWriter.WriteWhole(json, only);
            json.Flush();
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("predictions"u8);
        ScoringAnswerWriter.Write(json, work.Outputs, work.Rows);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    public int JsonLength(ReadOnlySpan<byte> answer) => -1;

    public void WriteError(Utf8JsonWriter json, RequestFault fault)
    {
        json.WriteStartObject();
        json.WriteString("error_code"u8, fault.Status switch
        {
            400 or 405 or 413 or 415 => "BAD_REQUEST",
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "RESOURCE_DOES_NOT_EXIST",
            409 => "RESOURCE_CONFLICT",
            429 => "RESOURCE_EXHAUSTED",
            499 => "CANCELLED",
            501 => "NOT_IMPLEMENTED",
            503 => "TEMPORARILY_UNAVAILABLE",
            504 => "DEADLINE_EXCEEDED",
            _ => "INTERNAL_ERROR",
        });
        json.WriteString("message"u8, fault.Message);
        json.WriteEndObject();
    }
}
