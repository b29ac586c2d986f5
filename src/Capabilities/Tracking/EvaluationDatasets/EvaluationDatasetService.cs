using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>What can be done to evaluation datasets. A change of records changes digest and schema with it.</summary>
internal sealed class EvaluationDatasetService(IDatabase database, EvaluationDatasetStore store, EvaluationRecordStore records, ExperimentStore experiments, TimeProvider time)
{
    private const int NameLength = 500, ValueLength = 5000;
    private const string UserTag = "mlflow.user";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation) => database.ReadAsync(work, cancellation);

    public EvaluationDataset Existing(SqlSession s, string id) => store.Find(s, id) ?? throw Missing(id);

    public Task<EvaluationDataset> CreateAsync(EvaluationDataset said, IReadOnlyList<KeyValuePair<string, string?>> tags, IReadOnlyList<long> homes, CancellationToken cancellation)
    {
        if (said.Name.Length > NameLength) throw MlflowException.Invalid($"'name' exceeds the maximum length of {NameLength} characters.");
        foreach ((string key, string? value) in tags) Check(key, value);
        string user = tags.FirstOrDefault(t => t.Key == UserTag).Value is { Length: > 0 } named ? KeyRules.Cut(named, KeyRules.KeyLength) : said.CreatedBy;
        var dataset = said with { Id = NewId("d-"), CreatedAt = Now, UpdatedAt = Now, CreatedBy = user, UpdatedBy = user };
        return WriteAsync(s =>
        {
            foreach (long home in homes) RequireExperiment(s, home);
            dataset = dataset with { Num = store.Insert(s, dataset) };
            foreach ((string key, string? value) in tags.Where(t => t.Value is not null)) store.SetTag(s, dataset.Num, key, value!);
            foreach (long home in homes) store.Link(s, dataset.Num, home);
            return dataset;
        }, cancellation);
    }

    public Task<EvaluationDataset> RemoveAsync(string id, CancellationToken cancellation) => WriteAsync(s =>
    {
        EvaluationDataset dataset = Locked(s, id);
        store.Remove(s, dataset.Num);
        return dataset;
    }, cancellation);

    /// <summary>A tag without a value is taken away.</summary>
    public Task<EvaluationDataset> SetTagsAsync(string id, IReadOnlyList<KeyValuePair<string, string?>> tags, string user, CancellationToken cancellation)
    {
        foreach ((string key, string? value) in tags) Check(key, value);
        return ChangeAsync(id, user, (s, dataset) =>
        {
            foreach ((string key, string? value) in tags)
            {
                if (value is null) store.DeleteTag(s, dataset.Num, key);
                else store.SetTag(s, dataset.Num, key, value);
            }
            return dataset;
        }, cancellation);
    }

    public Task<EvaluationDataset> DeleteTagAsync(string id, string key, string user, CancellationToken cancellation)
        => ChangeAsync(id, user, (s, dataset) => store.DeleteTag(s, dataset.Num, key) ? dataset : throw MlflowException.Missing($"No tag with name: {KeyRules.Cut(key, 100)} in dataset with id {dataset.Id}"), cancellation);

    public Task<EvaluationDataset> SetHomesAsync(string id, IReadOnlyList<long> homes, bool belongs, string user, CancellationToken cancellation) => ChangeAsync(id, user, (s, dataset) =>
    {
        foreach (long home in homes)
        {
            if (belongs) RequireExperiment(s, home);
            if (belongs) store.Link(s, dataset.Num, home);
            else store.Unlink(s, dataset.Num, home);
        }
        return dataset;
    }, cancellation);

    /// <summary>Adds records; one whose inputs are there already adds to that one.</summary>
    /// <param name="list">JSON, as clients send it.</param>
    public async Task<(int Inserted, int Updated)> UpsertAsync(string id, string list, string user, CancellationToken cancellation)
    {
        (int inserted, int updated) = (0, 0);
        await ChangeAsync(id, user, (s, dataset) =>
        {
            var schema = new FieldTypes(dataset.Records == 0 ? "" : dataset.SchemaJson);
            IReadOnlyList<EvaluationRecord> said = EvaluationRecordDraft.Read(list, user, Now, schema);
            Dictionary<string, EvaluationRecord> before = records.ByInputs(s, dataset.Num, [.. said.Select(r => r.InputHash).Distinct(StringComparer.Ordinal)]), after = new(before, StringComparer.Ordinal);
            foreach (EvaluationRecord record in said) after[record.InputHash] = after.TryGetValue(record.InputHash, out EvaluationRecord? known) ? known.With(record) : record with { Id = NewId("dr-") };
            EvaluationRecord[] made = [.. said.DistinctBy(r => r.InputHash, StringComparer.Ordinal).Where(r => !before.ContainsKey(r.InputHash)).Select(r => after[r.InputHash])];
            records.Insert(s, dataset.Num, made);
            foreach (string hash in before.Keys) records.Update(s, after[hash]);
            (inserted, updated) = (made.Length, said.Count - made.Length);
            return dataset with
            {
                SchemaJson = schema.Json,
                Records = dataset.Records + made.Length,
                Content = ContentSum.Changed(dataset.Content, before.Values.Select(r => r.Content), after.Values.Select(r => r.Content)),
                Profile = null,
            };
        }, cancellation);
        return (inserted, updated);
    }

    public async Task<int> RemoveRecordsAsync(string id, IReadOnlyList<string> ids, string user, CancellationToken cancellation)
    {
        int gone = 0;
        await ChangeAsync(id, user, (s, dataset) =>
        {
            IReadOnlyList<string> removed = records.Remove(s, dataset.Num, [.. ids.Distinct(StringComparer.Ordinal)]);
            gone = removed.Count;
            return dataset with { Records = dataset.Records - gone, Content = ContentSum.Changed(dataset.Content, removed, []) };
        }, cancellation);
        return gone;
    }

    private Task<EvaluationDataset> ChangeAsync(string id, string user, Func<SqlSession, EvaluationDataset, EvaluationDataset> change, CancellationToken cancellation) => WriteAsync(s =>
    {
        EvaluationDataset changed = change(s, Locked(s, id)) with { UpdatedAt = Now, UpdatedBy = user };
        store.Update(s, changed);
        return changed;
    }, cancellation);

    private Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation) => database.WriteAsync(work, Lane.Tracking, cancellation);

    private EvaluationDataset Locked(SqlSession s, string id) => store.Lock(s, id) ?? throw Missing(id);

    private void RequireExperiment(SqlSession s, long id)
    {
        if (experiments.Find(s, id) is null) throw MlflowException.Missing($"No Experiment with id={id} exists");
    }

    private string NewId(string prefix) => prefix + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    private static MlflowException Missing(string id) => MlflowException.Missing($"Dataset with ID '{KeyRules.Cut(id, 100)}' not found.");

    private static void Check(string key, string? value)
    {
        if (key.Length is 0 or > KeyRules.KeyLength) throw MlflowException.Invalid($"A key in 'tags' must have 1 to {KeyRules.KeyLength} characters.");
        if (value?.Length > ValueLength) throw MlflowException.Invalid($"The value of the tag '{KeyRules.Cut(key, 50)}' exceeds the maximum length of {ValueLength} characters.");
        if (key.Contains('\0') || value?.Contains('\0') == true) throw MlflowException.Invalid("'tags' holds a NUL.");
    }
}
