using Cairn.Platform.Sql;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>Records of datasets in the order in which they first came; one per dataset and inputs.</summary>
internal sealed class EvaluationRecordStore
{
    private const int AtOnce = 500;

    /// <param name="after">Number of the record before; 0 for the first page.</param>
    public IReadOnlyList<EvaluationRecord> Page(SqlSession s, long dataset, long after, int limit)
        => s.Query<EvaluationRecord>("select * from tracking_eval_records where dataset = @dataset and num > @after order by num limit @limit", new { dataset, after, limit });

    /// <summary>Those of the inputs that are there, by hash.</summary>
    public Dictionary<string, EvaluationRecord> ByInputs(SqlSession s, long dataset, IReadOnlyList<string> hashes)
        => hashes.Chunk(AtOnce).SelectMany(some => s.Query<EvaluationRecord>("select * from tracking_eval_records where dataset = @dataset and input_hash in @some", new { dataset, some }))
            .ToDictionary(r => r.InputHash, StringComparer.Ordinal);

    public void Insert(SqlSession s, long dataset, IEnumerable<EvaluationRecord> records) => ManyRows.Insert(s,
        "insert into tracking_eval_records (id, dataset, input_hash, content, inputs, outputs, expectations, tags, source, created_at, updated_at, created_by, updated_by)",
        records.Select(r => (object?[])[r.Id, dataset, r.InputHash, r.Content, r.Inputs, r.Outputs, r.Expectations, r.Tags, r.Source, r.CreatedAt, r.UpdatedAt, r.CreatedBy, r.UpdatedBy]));

    public void Update(SqlSession s, EvaluationRecord record) => s.Execute("""
        update tracking_eval_records set content = @Content, outputs = @Outputs, expectations = @Expectations, tags = @Tags, source = @Source, updated_at = @UpdatedAt, updated_by = @UpdatedBy where num = @Num
        """, record);

    /// <summary>Digests of those that were there and are gone.</summary>
    public IReadOnlyList<string> Remove(SqlSession s, long dataset, IReadOnlyList<string> ids)
        => [.. ids.Chunk(AtOnce).SelectMany(some => s.Query<string>("delete from tracking_eval_records where dataset = @dataset and id in @some returning content", new { dataset, some }))];
}
