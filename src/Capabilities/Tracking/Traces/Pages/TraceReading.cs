using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Search;
using Cairn.Tracking.Traces.Assessments;
using Cairn.Tracking.Traces.Searching;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces.Pages;

/// <summary>Reads traces for pages and our own API: only those of the project's experiments.</summary>
internal sealed class TraceReading(IDatabase database, IProjects projects, TraceStores stores, TraceSearch search, TraceSpans spans)
{
    private const int Rows = 50;

    /// <summary>Null when the project has no such experiment.</summary>
    /// <param name="segment">Of a path, which means the experiment.</param>
    public async Task<TracesModel?> PageAsync(string project, string segment, TableQuery query, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s =>
        {
            IReadOnlyList<Experiment> all = stores.Experiments.OfProject(s, project);
            string experiment = ExperimentNames.OfSegment(segment, all);
            Experiment[] one = [.. all.Where(e => e.Name == experiment)];
            if (one.Length == 0) return null;
            try
            {
                (IReadOnlyList<TraceView> found, TraceMark? next) = Find(s, one, query.Filter, Order(query), Rows, TraceMark.Decode(query.After), cancellation);
                return new TracesModel(project, experiment, new TablePage<TraceView>(found, next?.Encode()), query, null);
            }
            catch (MlflowException e)
            {
                // A filter somebody is still writing: said beside it, not an error page.
                return new TracesModel(project, experiment, new TablePage<TraceView>([]), query, e.Message);
            }
        }, cancellation);
    }

    /// <param name="experiment">Null for all of the project.</param>
    public async Task<Page<TraceView>> ListAsync(string project, string? experiment, string? filter, string? after, int limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s =>
        {
            Experiment[] homes = [.. stores.Experiments.OfProject(s, project).Where(e => experiment is null || e.Name == experiment)];
            if (experiment is not null && homes.Length == 0) throw ApiException.NotFound("experiment", experiment);
            (IReadOnlyList<TraceView> found, TraceMark? next) = Find(s, homes, filter, [], limit, TraceMark.Decode(after), cancellation);
            return new Page<TraceView>(found, next?.Encode());
        }, cancellation);
    }

    /// <exception cref="ApiException">404: no experiment of the project has it.</exception>
    public async Task<TraceDetail> FindAsync(string project, string id, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return (await WithHomeAsync(id, home => home == project, cancellation))?.Trace ?? throw ApiException.NotFound("trace", KeyRules.Cut(id, 100), "See the traces of the project's experiments for their ids.");
    }

    /// <summary>A trace of any experiment with the address of its page, or of its experiment's where that belongs to no project; null when there is none.</summary>
    /// <param name="sees">Whether those of a project may be seen; asked with null for none.</param>
    public async Task<(string Href, TraceDetail Trace)?> WithHomeAsync(string id, Func<string?, bool> sees, CancellationToken cancellation)
    {
        (TraceRow Row, string Href, TraceDetail Trace)? found = await database.ReadAsync<(TraceRow, string, TraceDetail)?>(s =>
        {
            if (stores.Traces.Find(s, id) is not { } trace || stores.Experiments.Find(s, trace.Experiment) is not { } home || !sees(home.Project)) return null;
            TraceContent content = stores.Content(s, [trace]);
            TraceView view = View(trace, home.Name, content);
            var detail = new TraceDetail(view, Map(content, trace, TraceKeys.Tag), Map(content, trace, TraceKeys.Meta), [.. content.Assessments[trace.Num].Select(Opinion)], []);
            return (trace, home.Project is { } project ? TraceWords.Href(project, view) : home.Href, detail);
        }, cancellation);
        return found is { } known ? (known.Href, known.Trace with { Spans = SpanTree.Of(await spans.OfAsync(known.Row, cancellation)) }) : null;
    }

    private (IReadOnlyList<TraceView>, TraceMark?) Find(SqlSession s, IReadOnlyList<Experiment> homes, string? filter, string[] order, int limit, TraceMark? after, CancellationToken cancellation)
    {
        var query = new SearchQuery(null, SearchParser.Filter(filter, TraceSearchStore.Grammar), SearchParser.OrderBy(order, TraceSearchStore.Grammar), limit, 0);
        FoundTraces page = search.Find(s, [.. homes.Select(e => e.Id)], query, after, cancellation);
        Dictionary<long, string> names = homes.ToDictionary(e => e.Id, e => e.Name);
        return ([.. page.Traces.Select(t => View(t, names[t.Experiment], page.Content))], page.Next);
    }

    private static string[] Order(TableQuery query)
    {
        string? key = query.SortKey switch { "name" => "name", "state" => "status", "took" => "execution_time", "started" => "timestamp", _ => null };
        return key is null ? [] : [$"{key} {(query.Descending ? "DESC" : "ASC")}"];
    }

    private static TraceView View(TraceRow t, string experiment, TraceContent content) => new(
        t.Id, content.Value(t.Num, TraceKeys.Tag, TraceKeys.Name) ?? t.Id, experiment, t.State, DateTimeOffset.FromUnixTimeMilliseconds(t.RequestTime), t.Duration,
        Tokens(content.Value(t.Num, TraceKeys.Meta, TraceKeys.Tokens)), t.RequestPreview, t.ResponsePreview, [.. content.Runs[t.Num].Select(r => r.Run)]);

    private static Dictionary<string, string> Map(TraceContent content, TraceRow trace, string kind) => content.Values[trace.Num].Where(v => v.Kind == kind).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    private static TraceOpinion Opinion(AssessmentRow row)
    {
        JsonObject body = AssessmentMessages.Of(row);
        return new TraceOpinion(row.Id, row.Kind, row.Name, row.Value, (body["source"]?["source_id"] ?? body["source"]?["source_type"])?.ToString(), body["rationale"]?.ToString(), row.Valid, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));
    }

    private static long? Tokens(string? usage)
    {
        try
        {
            return usage is not null && JsonNode.Parse(usage)?["total_tokens"] is JsonValue total && total.TryGetValue(out long count) ? count : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A client may write anything there.
            return null;
        }
    }
}
