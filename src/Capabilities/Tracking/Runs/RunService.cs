using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking.LoggedModels;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>What can be done to runs that are there, by whichever door it is asked; what is logged to them is added by <see cref="RunLogs"/>. A write is one transaction of the tracking lane.</summary>
internal sealed class RunService(IDatabase database, TrackingStores stores, RunEvents events, RunNews news, TimeProvider time)
{
    public async Task<RunRow> UpdateAsync(string id, string? status, long? endTime, string? name, Actor actor, CancellationToken cancellation, bool byServer = false)
    {
        RunRow after = await WriteAsync(s => Update(s, id, (status, endTime, name), actor, byServer), cancellation);
        news.Changed(id);
        return after;
    }

    private RunRow Update(SqlSession s, string id, (string? Status, long? EndTime, string? Name) to, Actor actor, bool byServer)
    {
        RunRow before = Writable(s, id, byServer);
        RunRow after = before with { Status = to.Status ?? before.Status, EndTime = to.EndTime ?? before.EndTime, Name = to.Name ?? before.Name };
        stores.Runs.Update(s, after);
        if (to.Name is { } name) stores.Runs.SetTags(s, after.Num, [new RunTag(RunRules.NameTag, name)]);
        if (after.Ended && after.Status != before.Status) events.Finished(s, after, ProjectOf(s, after), actor);
        return after;
    }

    /// <param name="models">Ids of logged models that the run read.</param>
    public Task LogInputsAsync(string id, IReadOnlyList<InputRow> inputs, IReadOnlyList<string> models, CancellationToken cancellation, bool byServer = false) => WriteAsync(s =>
    {
        RunRow run = Writable(s, id, byServer);
        foreach (InputRow input in inputs) stores.Runs.AddInput(s, run, input);
        foreach (string model in models) stores.Models.AddInput(s, run.Num, stores.Models.Required(s, model).Id);
        return true;
    }, cancellation);

    public Task DeleteTagAsync(string id, string key, CancellationToken cancellation) => WriteAsync(s =>
    {
        RunRow run = Writable(s, id);
        return stores.Runs.DeleteTag(s, run.Num, key) ? true : throw MlflowException.Missing($"No tag with name: {KeyRules.Cut(key, KeyRules.KeyLength)} in run with id {id}");
    }, cancellation);

    /// <summary>Sets tags and takes others away, all or none; one that is not there is none to take away.</summary>
    public async Task ChangeTagsAsync(string id, IReadOnlyList<RunTag> set, IReadOnlyList<string> gone, CancellationToken cancellation)
    {
        RunLog given = new RunLog([], [], set).Checked();
        await WriteAsync(s =>
        {
            RunRow run = Writable(s, id);
            foreach (string key in gone) stores.Runs.DeleteTag(s, run.Num, key);
            stores.Runs.SetTags(s, run.Num, given.Tags);
            if (given.Tags.LastOrDefault(t => t.Key == RunRules.NameTag) is { } name) stores.Runs.Update(s, run with { Name = name.Value });
            return true;
        }, cancellation);
        news.Changed(id);
    }

    /// <summary>Changes a tag in dependence of what it was.</summary>
    public Task AmendTagAsync(string id, string key, Func<string?, string> amend, CancellationToken cancellation) => WriteAsync(s =>
    {
        RunRow run = Writable(s, id);
        stores.Runs.SetTags(s, run.Num, [new RunTag(key, amend(stores.Runs.Tag(s, run.Num, key)))]);
        return true;
    }, cancellation);

    /// <param name="stage"><c>active</c> or <c>deleted</c>; nothing happens when it is that already.</param>
    public Task SetStageAsync(string id, string stage, Actor actor, CancellationToken cancellation) => WriteAsync(s =>
    {
        RunRow run = Existing(s, id);
        if (run.Managed) throw RunRules.Managed(run);
        if (run.Stage == stage) return true;
        stores.Runs.SetStage(s, run.Num, stage, stage == "deleted" ? time.GetUtcNow().ToUnixTimeMilliseconds() : null);
        events.Finished(s, run, ProjectOf(s, run), actor, stage == "deleted" ? "deleted" : "restored");
        return true;
    }, cancellation);

    /// <summary>A run without what was logged to it.</summary>
    public Task<RunRow> RowAsync(string id, CancellationToken cancellation) => database.ReadAsync(s => Existing(s, id), cancellation);

    /// <summary>A run with the logged models it read and made.</summary>
    public Task<(RunRow Run, RunContent Content, IReadOnlyList<ModelStep> Inputs, IReadOnlyList<ModelStep> Outputs)> GetWholeAsync(string id, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        RunRow run = Existing(s, id);
        return (run, Content(s, [run]), stores.Models.Inputs(s, run.Num), stores.Models.Outputs(s, run.Num));
    }, cancellation);

    public Task<(IReadOnlyList<RunRow> Runs, RunContent Content, RunMark? Next)> SearchAsync(IReadOnlyList<long> experiments, SearchQuery query, RunMark? after, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        (IReadOnlyList<RunRow> runs, RunMark? next) = stores.Search.Search(s, experiments, query, after);
        return (runs, Content(s, runs), next);
    }, cancellation);

    /// <param name="fields">What is read; everything, with the descriptions of the datasets, when null.</param>
    public RunContent Content(SqlSession s, IReadOnlyList<RunRow> runs, RunFields? fields = null)
    {
        long[][] chunks = [.. runs.Select(r => r.Num).Chunk(500)];
        return new RunContent(
            chunks.SelectMany(c => stores.Runs.Params(s, c, fields?.Params)).ToLookup(p => p.Owner), chunks.SelectMany(c => stores.Runs.Tags(s, c, fields?.Tags)).ToLookup(t => t.Owner),
            chunks.SelectMany(c => stores.Metrics.Of(s, c, fields?.Metrics)).ToLookup(m => m.Run),
            fields is { Inputs: false } ? Array.Empty<InputRow>().ToLookup(i => i.Run) : chunks.SelectMany(c => stores.Runs.Inputs(s, c, whole: fields is null)).ToLookup(i => i.Run));
    }

    public RunRow Existing(SqlSession s, string id) => RunRules.Existing(stores.Runs.Find(s, KeyRules.RunId(id)), id);

    /// <inheritdoc cref="RunRules.Writable"/>
    public RunRow Writable(SqlSession s, string id, bool byServer = false) => RunRules.Writable(Existing(s, id), byServer);

    private string? ProjectOf(SqlSession s, RunRow run) => stores.Experiments.Find(s, run.Experiment)?.Project;

    private Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation) => database.WriteAsync(work, Lane.Tracking, cancellation);
}
