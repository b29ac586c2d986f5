using System.Text.Json.Nodes;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Experiments;

/// <summary>MLflow's call <c>experiments/search-datasets</c>: which datasets the runs of some experiments read.</summary>
internal sealed class MlflowDatasets(IDatabase database, DatasetStore store)
{
    private const int MostExperiments = 20;

    public void Map(MlflowRoutes routes) => routes.Query("/experiments/search-datasets", SearchAsync);

    private Task<JsonObject?> SearchAsync(MlflowRequest r)
    {
        long[] experiments = [.. r.Texts("experiment_ids").Select(KeyRules.ExperimentId)];
        if (experiments.Length == 0) throw MlflowException.Required("experiment_ids");
        if (experiments.Length > MostExperiments) throw MlflowException.Invalid($"SearchDatasets request cannot specify more than {MostExperiments} experiment_ids. Received {experiments.Length} experiment_ids.");
        return database.ReadAsync<JsonObject?>(s =>
        {
            var answer = new JsonObject();
            answer.AddList("dataset_summaries", store.Read(s, experiments).Select(Message));
            return answer;
        }, r.Context.RequestAborted);
    }

    private static JsonObject Message(DatasetRow dataset)
    {
        var message = new JsonObject { ["experiment_id"] = dataset.Experiment.ToString(), ["name"] = dataset.Name, ["digest"] = dataset.Digest };
        if (dataset.Context.Length > 0) message["context"] = dataset.Context;
        return message;
    }
}
