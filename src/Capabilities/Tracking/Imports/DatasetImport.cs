using System.Text.Json;
using Cairn.Platform.Sql;
using Cairn.Tracking.EvaluationDatasets;

namespace Cairn.Tracking.Imports;

/// <summary>Brings evaluation datasets in; records keep their ids and times, and one whose inputs are there already stays as it is.</summary>
internal sealed class DatasetImport(EvaluationDatasetStore store, EvaluationRecordStore records)
{
    private const int NameLength = 500;

    /// <inheritdoc cref="ITrackingImport.Dataset"/>
    public bool Dataset(SqlSession s, ImportedDataset said, IReadOnlyList<long> experiments)
    {
        if (store.Find(s, KeyRules.RunId(said.Id)) is not null) return false;
        if (said.Name.Length is 0 or > NameLength) throw MlflowException.Invalid($"The name of the dataset must have 1 to {NameLength} characters.");
        IReadOnlyList<KeyValuePair<string, string?>> tags = EvaluationRecordDraft.Map(said.Tags, "tags");
        long num = store.Insert(s, new EvaluationDataset
        {
            Id = said.Id,
            Name = said.Name,
            SchemaJson = said.Schema ?? "",
            Profile = said.Profile,
            CreatedAt = said.CreatedAt,
            UpdatedAt = said.UpdatedAt,
            CreatedBy = said.CreatedBy,
            UpdatedBy = said.UpdatedBy,
        });
        foreach ((string key, string? value) in tags)
            if (value is not null) store.SetTag(s, num, KeyRules.Cut(key, KeyRules.KeyLength), value);
        foreach (long experiment in experiments) store.Link(s, num, experiment);
        return true;
    }

    /// <inheritdoc cref="ITrackingImport.Records"/>
    public int Records(SqlSession s, string id, string list)
    {
        EvaluationDataset dataset = store.Lock(s, id) ?? throw MlflowException.Missing($"Dataset with ID '{KeyRules.Cut(id, 100)}' not found.");
        var schema = new FieldTypes(dataset.Records == 0 ? "" : dataset.SchemaJson);
        IReadOnlyList<EvaluationRecord> read = EvaluationRecordDraft.Read(list, dataset.CreatedBy, dataset.CreatedAt, schema);
        using JsonDocument document = JsonDocument.Parse(list);
        EvaluationRecord[] all = [.. read.Zip(document.RootElement.EnumerateArray(), (r, e) => AsItWas(r, new MlflowObject(e, new FieldPlace(null, "records"))))];
        Dictionary<string, EvaluationRecord> known = records.ByInputs(s, dataset.Num, [.. all.Select(r => r.InputHash).Distinct(StringComparer.Ordinal)]);
        EvaluationRecord[] made = [.. all.DistinctBy(r => r.InputHash, StringComparer.Ordinal).Where(r => !known.ContainsKey(r.InputHash))];
        if (made.Length == 0) return all.Length;
        records.Insert(s, dataset.Num, made);
        store.Update(s, dataset with { SchemaJson = schema.Json, Records = dataset.Records + made.Length, Content = ContentSum.Changed(dataset.Content, [], made.Select(r => r.Content)), Profile = null });
        return all.Length;
    }

    // Servers answer an empty map for outputs that are none.
    private static EvaluationRecord AsItWas(EvaluationRecord record, MlflowObject said)
    {
        long created = said.Long("created_time") ?? record.CreatedAt;
        return (record with
        {
            Id = KeyRules.RunId(said.Text("dataset_record_id")),
            Outputs = record.Outputs is "{}" ? null : record.Outputs,
            CreatedAt = created,
            UpdatedAt = said.Long("last_update_time") ?? created,
            CreatedBy = said.Optional("created_by") ?? record.CreatedBy,
            UpdatedBy = said.Optional("last_updated_by") ?? record.UpdatedBy,
        }).Summed();
    }
}
