using System.Text.Json.Nodes;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>MLflow's calls on the records of evaluation datasets.</summary>
internal sealed class MlflowEvaluationRecords(EvaluationDatasetService service, EvaluationRecordStore records)
{
    private const int UsualResults = 1000, MostResults = 10_000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/datasets/{dataset_id}/records", UpsertAsync);
        routes.Get("/datasets/{dataset_id}/records", PageAsync);
        routes.Delete("/datasets/{dataset_id}/records", RemoveAsync);
    }

    private async Task<JsonObject?> UpsertAsync(MlflowRequest r)
    {
        (int inserted, int updated) = await service.UpsertAsync(MlflowEvaluationDatasets.Id(r), r.Required("records"), MlflowEvaluationDatasets.User(r), r.Context.RequestAborted);
        return new JsonObject { ["inserted_count"] = inserted, ["updated_count"] = updated };
    }

    // The token is the number of the last record, so that a page costs what it shows.
    private Task<JsonObject?> PageAsync(MlflowRequest r)
    {
        int size = PageToken.Size(r.Long("max_results"), UsualResults, MostResults), after = PageToken.Decode(r.Text("page_token"));
        return service.ReadAsync<JsonObject?>(s =>
        {
            EvaluationDataset dataset = service.Existing(s, MlflowEvaluationDatasets.Id(r));
            IReadOnlyList<EvaluationRecord> found = records.Page(s, dataset.Num, after, size + 1);
            var answer = new JsonObject { ["records"] = EvaluationMessages.Records(dataset.Id, found.Take(size)) };
            if (found.Count > size) answer["next_page_token"] = PageToken.Encode(found[size - 1].Num);
            return answer;
        }, r.Context.RequestAborted);
    }

    private async Task<JsonObject?> RemoveAsync(MlflowRequest r)
    {
        IReadOnlyList<string> ids = r.Texts("dataset_record_ids");
        if (ids.Count == 0) throw MlflowException.Required("dataset_record_ids");
        return new JsonObject { ["deleted_count"] = await service.RemoveRecordsAsync(MlflowEvaluationDatasets.Id(r), ids, MlflowEvaluationDatasets.User(r), r.Context.RequestAborted) };
    }
}
