using System.Text.Json.Nodes;
using Cairn.Tracking.Search;
using Cairn.Tracking.Traces.Searching;

namespace Cairn.Tracking.Traces;

/// <summary>MLflow's searches for traces, of either age, and how two filters go together.</summary>
internal sealed class MlflowTraceSearch(TraceSearch search)
{
    private const int MostResults = 500, UsualResults = 100;

    public void MapOld(MlflowRoutes routes) => routes.Get("/traces", r => PageAsync(r, r.Texts("experiment_ids"), TraceMessages.V2));

    public void Map(MlflowRoutes routes)
    {
        routes.Query("/traces/search", r => PageAsync(r, Locations(r), TraceMessages.V3));
        routes.Query("/traces/calculate-filter-correlation", CorrelateAsync);
    }

    private async Task<JsonObject?> PageAsync(MlflowRequest r, IReadOnlyList<string> experiments, Func<TraceRow, TraceContent, JsonObject> message)
    {
        int size = PageToken.Size(r.Long("max_results"), UsualResults, MostResults);
        if (experiments.Count == 0) throw MlflowException.Required("experiment_ids");
        var query = new SearchQuery(null, SearchParser.Filter(r.Text("filter"), TraceSearchStore.Grammar), SearchParser.OrderBy(r.Texts("order_by"), TraceSearchStore.Grammar), size, 0);
        FoundTraces page = await search.FindAsync([.. experiments.Select(KeyRules.ExperimentId).Distinct()], query, TraceMark.Decode(r.Text("page_token")), r.Context.RequestAborted);
        var answer = new JsonObject();
        answer.AddList("traces", page.Traces.Select(t => message(t, page.Content)));
        answer.AddText("next_page_token", page.Next?.Encode());
        return answer;
    }

    private static IReadOnlyList<string> Locations(MlflowRequest r)
    {
        IReadOnlyList<MlflowObject> places = r.Objects("locations");
        // Early 3.x clients named experiments as 2.x ones do.
        return places.Count == 0 ? r.Texts("experiment_ids") : [.. places.Select(p => (p.Object("mlflow_experiment") ?? throw MlflowException.Required($"{p.Place}.mlflow_experiment")).Text("experiment_id"))];
    }

    private async Task<JsonObject?> CorrelateAsync(MlflowRequest r)
    {
        long[] experiments = [.. r.Texts("experiment_ids").Select(KeyRules.ExperimentId)];
        if (experiments.Length == 0) throw MlflowException.Required("experiment_ids");
        Condition first = Filter(r.Required("filter_string1"))!, second = Filter(r.Required("filter_string2"))!;
        Condition? basis = Filter(r.Text("base_filter"));
        CancellationToken cancellation = r.Context.RequestAborted;
        long a = await CountAsync(experiments, cancellation, basis, first), b = await CountAsync(experiments, cancellation, basis, second);
        long both = await CountAsync(experiments, cancellation, basis, first, second), all = await CountAsync(experiments, cancellation, basis);
        return new JsonObject
        {
            ["npmi"] = Messages.Number(Correlation.Npmi(both, a, b, all)),
            ["npmi_smoothed"] = Messages.Number(Correlation.Smoothed(both, a, b, all)),
            ["filter1_count"] = a,
            ["filter2_count"] = b,
            ["joint_count"] = both,
            ["total_count"] = all,
        };
    }

    private static Condition? Filter(string? text) => SearchParser.Filter(text, TraceSearchStore.Grammar);

    private async Task<long> CountAsync(IReadOnlyList<long> experiments, CancellationToken cancellation, params Condition?[] conditions)
    {
        Condition[] parts = [.. conditions.OfType<Condition>()];
        var query = new SearchQuery(null, parts.Length switch { 0 => null, 1 => parts[0], _ => new Joined(true, parts) }, [], MostResults, 0);
        (long count, TraceMark? from) = (0, null);
        do
        {
            FoundTraces page = await search.FindAsync(experiments, query, from, cancellation);
            (count, from) = (count + page.Traces.Count, page.Next);
        }
        while (from is not null);
        return count;
    }
}
