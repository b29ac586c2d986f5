using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.LoggedModels;

/// <summary>MLflow's call <c>logged-models/search</c>. Its page token goes with the query that gave it.</summary>
internal sealed class MlflowLoggedModelSearch(IDatabase database, LoggedModelSearchStore search, LoggedModelMessages messages)
{
    private const int UsualResults = 50, MostResults = 1000;

    public void Map(MlflowRoutes routes) => routes.Query("/logged-models/search", SearchAsync);

    private Task<JsonObject?> SearchAsync(MlflowRequest r)
    {
        long[] experiments = [.. r.Texts("experiment_ids").Select(KeyRules.ExperimentId)];
        if (experiments.Length == 0) throw MlflowException.Required("experiment_ids");
        Condition? filter = SearchParser.Filter(r.Text("filter"), LoggedModelSearchStore.Grammar);
        LoggedModelOrder[] order = [.. r.Objects("order_by").Select(Order)];
        DatasetName[] datasets = [.. r.Objects("datasets").Select(d => new DatasetName(d.Text("dataset_name"), d.Optional("dataset_digest")))];
        string asked = $"{string.Join(',', experiments)} {r.Text("filter")} {string.Join<LoggedModelOrder>(',', order)} {string.Join<DatasetName>(',', datasets)}";
        int size = PageToken.Size(r.Long("max_results"), UsualResults, MostResults), offset = PageToken.Decode(r.Text("page_token"), asked);
        return database.ReadAsync<JsonObject?>(s =>
        {
            IReadOnlyList<LoggedModelRow> found = search.Search(s, new LoggedModelQuery(experiments, filter, order, datasets, size + 1, offset));
            var answer = new JsonObject();
            answer.AddList("models", messages.Many(s, [.. found.Take(size)]));
            if (found.Count > size) answer["next_page_token"] = PageToken.Encode(offset + size, asked);
            return answer;
        }, r.Context.RequestAborted);
    }

    private static LoggedModelOrder Order(MlflowObject clause)
    {
        string field = clause.Text("field_name");
        SearchKey key = field.Split('.', 2) switch
        {
            ["metrics" or "metric", { Length: > 0 } name] => new SearchKey(SearchEntity.Metric, name.Trim('`', '"')),
            ["attributes" or "attribute" or "attr", var name] => LoggedModelSearchStore.Grammar.Resolve(SearchEntity.Attribute, name),
            _ => LoggedModelSearchStore.Grammar.Resolve(SearchEntity.Attribute, field),
        };
        string? dataset = clause.Optional("dataset_name");
        if (dataset is null && clause.Optional("dataset_digest") is not null) throw MlflowException.Invalid("`dataset_digest` can only be specified if `dataset_name` is also specified.");
        return new LoggedModelOrder(key, !(clause.Flag("ascending") ?? true), dataset is null ? null : new DatasetName(dataset, clause.Optional("dataset_digest")));
    }
}
