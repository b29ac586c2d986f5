using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Tracking.Search;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces.Searching;

/// <summary>A filter decided on a trace that is looked at, its spans too.</summary>
internal sealed class TraceFilter
{
    private readonly Condition _filter;
    private readonly Dictionary<Comparison, TextMatch> _matches;

    /// <exception cref="MlflowException">It asks for what no span has, or for no regular expression.</exception>
    public TraceFilter(Condition filter)
    {
        _filter = filter;
        _matches = filter.Comparisons.Distinct().ToDictionary(c => c, c => new TextMatch(c));
        foreach (SearchKey key in filter.Comparisons.Select(c => c.Key))
        {
            if (key.Entity == SearchEntity.Span && key.Name is not ("name" or "type" or "status" or "content") && !key.Name.StartsWith("attributes.", StringComparison.Ordinal))
                throw MlflowException.Invalid("Invalid span key: valid keys are name, type, status, content, attributes.<key>.");
            if (key.Entity == SearchEntity.Issue && key.Name != "id") throw MlflowException.Invalid("Invalid issue key: the valid key is id.");
        }
    }

    /// <summary>Whether a trace has to be looked at, SQL alone does not decide.</summary>
    public bool Looks => _filter.Comparisons.Any(TraceSearchSql.IsSeen);

    public bool Holds(TraceFacts facts) => Holds(_filter, facts);

    public static string KindOf(SearchEntity entity) => entity switch { SearchEntity.Feedback => "feedback", SearchEntity.Expectation => "expectation", _ => "issue" };

    private bool Holds(Condition condition, TraceFacts facts) => condition switch
    {
        Comparison one => Holds(one, facts),
        Joined { All: true } all => all.Parts.All(p => Holds(p, facts)),
        Joined any => any.Parts.Any(p => Holds(p, facts)),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private bool Holds(Comparison c, TraceFacts facts)
    {
        TextMatch match = _matches[c];
        TraceRow trace = facts.Trace;
        return c.Key switch
        {
            { Entity: SearchEntity.Attribute, Name: "request_time" } => match.Holds(trace.RequestTime),
            { Entity: SearchEntity.Attribute, Name: "end_time" } => match.Holds(trace.EndTime),
            { Entity: SearchEntity.Attribute, Name: "duration" } => match.Holds(trace.Duration),
            { Entity: SearchEntity.Tag or SearchEntity.Metadata or SearchEntity.Feedback or SearchEntity.Expectation } when c.Operator == "IS NULL" => !Texts(c.Key, facts).Any(),
            _ => Texts(c.Key, facts).Any(match.Holds),
        };
    }

    // A value that is there without a text is there still.
    private static IEnumerable<string?> Texts(SearchKey key, TraceFacts facts) => key switch
    {
        { Entity: SearchEntity.Tag } => facts.Values(TraceKeys.Tag, key.Name),
        { Entity: SearchEntity.Metadata } => facts.Values(TraceKeys.Meta, key.Name),
        { Entity: SearchEntity.Span } => facts.Spans.Select(s => OfSpan(s, key.Name)),
        { Entity: SearchEntity.Issue } => facts.Assessments.Where(a => a.Kind == "issue").Select(a => a.Name),
        { Entity: SearchEntity.Feedback or SearchEntity.Expectation } => facts.Assessments.Where(a => a.Valid && a.Kind == KindOf(key.Entity) && a.Name == key.Name).Select(a => a.Value),
        { Name: "id" } => [facts.Trace.Id],
        { Name: "state" } => [facts.Trace.State],
        { Name: "client_request_id" } => [facts.Trace.ClientRequestId],
        { Name: "name" } => facts.Values(TraceKeys.Tag, TraceKeys.Name),
        { Name: "run" } => facts.Runs,
        { Name: "text" } => facts.Spans.Select(s => s.Content),
        _ => facts.Values(TraceKeys.Tag, TraceKeys.Prompts).SelectMany(v => Prompts(v!)),
    };

    private static string? OfSpan(Span span, string key) => key switch
    {
        "name" => span.Name,
        "type" => span.Type,
        "status" => span.Status,
        "content" => span.Content,
        _ => span.Attribute(key["attributes.".Length..]) is { } value ? SpanValue.Text(value) : null,
    };

    // [{"name": "qa", "version": "3"}] as qa/3.
    private static IEnumerable<string> Prompts(string tag)
    {
        try
        {
            return JsonNode.Parse(tag) is JsonArray list ? [.. list.OfType<JsonObject>().Select(p => $"{p["name"]}/{p["version"]}")] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
