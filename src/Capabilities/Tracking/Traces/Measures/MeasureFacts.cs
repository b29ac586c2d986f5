using System.Text.Json;
using Cairn.Platform.Sql;
using Cairn.Tracking.Search;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces.Measures;

/// <summary>Facts out of rows: the value that is measured, and the dimensions asked for. What lacks one of them is left out.</summary>
internal sealed class MeasureFacts(MeasureStore store)
{
    public IEnumerable<MeasureFact> Read(SqlSession s, MeasureAsk ask) => ask.View.Name switch
    {
        "TRACES" => store.Traces(s, ask).Select(r => Fact(ask, r.At, OfTrace(ask.Measure, r), d => d == "trace_name" ? r.Name : r.State)).OfType<MeasureFact>(),
        "ASSESSMENTS" => store.Assessments(s, ask).Select(r => OfAssessment(ask, r)).OfType<MeasureFact>(),
        _ => OfSpans(s, ask),
    };

    private static MeasureFact? Fact(MeasureAsk ask, long at, double? value, Func<string, string?> dimension)
    {
        if (value is not { } number || !double.IsFinite(number)) return null;
        string?[] dimensions = [.. ask.Dimensions.Select(dimension)];
        return dimensions.Contains(null) ? null : new MeasureFact(at, number, dimensions!);
    }

    private static double? OfTrace(Measure measure, MeasureRow row) => measure.Counts ? 1 : measure.Name == "latency" ? row.Took : Number(row.Said, measure.Name);

    private static MeasureFact? OfAssessment(MeasureAsk ask, MeasureRow row)
    {
        using JsonDocument body = JsonDocument.Parse(row.Said!);
        JsonElement? value = (MlflowRequest.Value(body.RootElement, "feedback") ?? MlflowRequest.Value(body.RootElement, "expectation")) is { } of ? MlflowRequest.Value(of, "value") : null;
        return Fact(ask, row.At, ask.Measure.Counts ? 1 : Number(value), d => d == "assessment_name" ? row.Name : value?.GetRawText());
    }

    // A span that was sent twice is measured once, as it came last.
    private IEnumerable<MeasureFact> OfSpans(SqlSession s, MeasureAsk ask)
    {
        (Comparison Of, TextMatch Match)[] filter = [.. ask.Filter.OfPart.Select(c => (c, new TextMatch(c)))];
        var latest = new Dictionary<string, Span>(StringComparer.Ordinal);
        long? trace = null;
        foreach (SpanRow row in store.Spans(s, ask))
        {
            if (row.Trace != trace)
            {
                foreach (MeasureFact fact in Facts()) yield return fact;
                latest.Clear();
                trace = row.Trace;
            }
            foreach (Span span in SpanBlock.Read(row.Spans)) latest[span.Id] = span;
        }
        foreach (MeasureFact fact in Facts()) yield return fact;

        IEnumerable<MeasureFact> Facts() => latest.Values.Where(p => filter.All(f => f.Match.Holds(Dimension(p, "span_" + f.Of.Key.Name))))
            .Select(p => Fact(ask, p.Start / 1_000_000, OfSpan(ask.Measure, p), d => Dimension(p, d))).OfType<MeasureFact>();
    }

    private static double? OfSpan(Measure measure, Span span)
        => measure.Counts ? 1 : measure.Name == "latency" ? (span.End - span.Start) / 1e6 : span.Attribute("mlflow.llm.cost") is { } cost ? Number(SpanValue.Text(cost), measure.Name) : null;

    private static string? Dimension(Span span, string name) => name switch
    {
        "span_name" => span.Name,
        "span_type" => span.Type,
        "span_status" => span.Status,
        "span_model_name" => Text(span, "mlflow.llm.model", "gen_ai.response.model", "gen_ai.request.model"),
        _ => Text(span, "mlflow.llm.provider", "gen_ai.provider.name", "gen_ai.system"),
    };

    private static string? Text(Span span, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
            if (span.Attribute(key) is { } value) return SpanValue.Text(value);
        return null;
    }

    private static double? Number(string? json, string field)
    {
        try
        {
            if (json is null) return null;
            using JsonDocument document = JsonDocument.Parse(json);
            return MlflowRequest.Value(document.RootElement, field) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
        }
        catch (JsonException)
        {
            // What a client wrote there is no map.
            return null;
        }
    }

    // Judges answer yes or no.
    private static double? Number(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.True } => 1,
        { ValueKind: JsonValueKind.False } => 0,
        { ValueKind: JsonValueKind.String } text => TraceText.Of(text) switch { "yes" => 1, "no" => 0, _ => null },
        _ => null,
    };
}
