using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.LoggedModels;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>What can be done to runs, by whichever door it is asked. A write is one transaction of the tracking lane.</summary>
internal sealed class RunService(IDatabase database, TrackingStores stores, RunEvents events, RunNews news, TimeProvider time)
{
    private const string NameTag = "mlflow.runName";

    /// <returns>The run, and the tags it begins with by key.</returns>
    public async Task<(RunRow Run, IReadOnlyList<RunTag> Tags)> CreateAsync(RunDraft draft, Actor actor, IReadOnlyList<string> cause, CancellationToken cancellation)
    {
        // Whatever needs no transaction is done before it: only one is written at a time.
        string name = NameOf(draft);
        IReadOnlyList<RunTag> tags = TagsOf(draft, name);
        return (await WriteAsync(s => Create(s, draft, (name, tags), actor, cause), cancellation), tags);
    }

    /// <summary>Creates within the caller's transaction.</summary>
    public RunRow Create(SqlSession s, RunDraft draft, Actor actor, IReadOnlyList<string> cause)
    {
        string name = NameOf(draft);
        return Create(s, draft, (name, TagsOf(draft, name)), actor, cause);
    }

    private RunRow Create(SqlSession s, RunDraft draft, (string Name, IReadOnlyList<RunTag> Tags) words, Actor actor, IReadOnlyList<string> cause)
    {
        Experiment experiment = stores.Experiments.Find(s, draft.Experiment) ?? throw MlflowException.Missing($"No Experiment with id={draft.Experiment} exists");
        if (experiment.Stage != "active") throw MlflowException.Invalid($"The experiment {experiment.Id} must be in the 'active' state. Current state is {experiment.Stage}.");
        // Ids that begin with the time lie side by side in the indexes.
        string id = draft.Id ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var run = new RunRow
        {
            Id = id,
            Experiment = experiment.Id,
            Name = words.Name,
            UserId = draft.UserId,
            StartTime = draft.StartTime,
            Managed = draft.Managed,
            ArtifactUri = $"{experiment.ArtifactLocation}/{id}/artifacts",
        };
        // The event comes first, so that the row is written once. A run that brings its id is the control plane's, has no event here, and may be there already.
        run = run with { Event = events.Started(s, run, words.Tags, experiment.Project, actor, cause) };
        if (stores.Runs.Insert(s, run) is not { } num) return stores.Runs.Find(s, id)!;
        stores.Runs.PutTags(s, num, words.Tags);
        return run with { Num = num };
    }

    /// <summary>The tags that a run begins with, by key.</summary>
    public static IReadOnlyList<RunTag> TagsOf(RunDraft draft, string name)
        => [.. new RunLog([], [], [.. draft.Tags, new RunTag(NameTag, name)]).Checked().Tags.GroupBy(t => t.Key, StringComparer.Ordinal).Select(g => g.Last()).OrderBy(t => t.Key, StringComparer.Ordinal)];

    public async Task<RunRow> UpdateAsync(string id, string? status, long? endTime, string? name, Actor actor, CancellationToken cancellation, bool byServer = false)
    {
        RunRow after = await WriteAsync(s => Update(s, id, (status, endTime, name), actor, byServer), cancellation);
        news.Changed(id);
        return after;
    }

    private RunRow Update(SqlSession s, string id, (string? Status, long? EndTime, string? Name) to, Actor actor, bool byServer)
    {
        RunRow before = Held(s, id, byServer);
        RunRow after = before with { Status = to.Status ?? before.Status, EndTime = to.EndTime ?? before.EndTime, Name = to.Name ?? before.Name };
        stores.Runs.Update(s, after);
        if (to.Name is { } name) stores.Runs.SetTags(s, after.Num, [new RunTag(NameTag, name)]);
        if (after.Ended && after.Status != before.Status) events.Finished(s, after, ProjectOf(s, after), actor);
        return after;
    }

    /// <summary>Parameters, then points, then tags; a parameter that has another value leaves everything as it was.</summary>
    public async Task LogAsync(string id, RunLog log, CancellationToken cancellation, bool byServer = false)
    {
        RunLog given = log.Checked();
        await WriteAsync(s =>
        {
            RunRow run = Held(s, id, byServer);
            IReadOnlyList<(RunParam Old, RunParam New)> changed = stores.Runs.AddParams(s, run.Num, given.Params);
            if (changed.Count > 0) throw Changed(run, given.Params.Count, changed);
            stores.Metrics.Append(s, run.Num, run.Experiment, given.Metrics);
            foreach (string model in given.Models.Select(m => m.Model).Distinct(StringComparer.Ordinal)) RequireModel(s, model);
            stores.Models.SetMetrics(s, run.Id, given.Models);
            stores.Runs.SetTags(s, run.Num, given.Tags);
            if (given.Tags.LastOrDefault(t => t.Key == NameTag) is { } name) stores.Runs.Update(s, run with { Name = name.Value });
            return true;
        }, cancellation);
        news.Changed(id);
    }

    /// <param name="models">Ids of logged models that the run read.</param>
    public Task LogInputsAsync(string id, IReadOnlyList<InputRow> inputs, IReadOnlyList<string> models, CancellationToken cancellation, bool byServer = false) => WriteAsync(s =>
    {
        RunRow run = Held(s, id, byServer);
        foreach (InputRow input in inputs) stores.Runs.AddInput(s, run, input);
        foreach (string model in models) stores.Models.AddInput(s, run.Num, RequireModel(s, model));
        return true;
    }, cancellation);

    public Task DeleteTagAsync(string id, string key, CancellationToken cancellation) => WriteAsync(s =>
    {
        RunRow run = Held(s, id);
        return stores.Runs.DeleteTag(s, run.Num, key) ? true : throw MlflowException.Missing($"No tag with name: {KeyRules.Cut(key, KeyRules.KeyLength)} in run with id {id}");
    }, cancellation);

    /// <summary>Sets tags and takes others away, all or none; one that is not there is none to take away.</summary>
    public async Task ChangeTagsAsync(string id, IReadOnlyList<RunTag> set, IReadOnlyList<string> gone, CancellationToken cancellation)
    {
        RunLog given = new RunLog([], [], set).Checked();
        await WriteAsync(s =>
        {
            RunRow run = Held(s, id);
            foreach (string key in gone) stores.Runs.DeleteTag(s, run.Num, key);
            stores.Runs.SetTags(s, run.Num, given.Tags);
            if (given.Tags.LastOrDefault(t => t.Key == NameTag) is { } name) stores.Runs.Update(s, run with { Name = name.Value });
            return true;
        }, cancellation);
        news.Changed(id);
    }

    /// <summary>Changes a tag in dependence of what it was.</summary>
    public Task AmendTagAsync(string id, string key, Func<string?, string> amend, CancellationToken cancellation) => WriteAsync(s =>
    {
        RunRow run = Held(s, id);
        stores.Runs.SetTags(s, run.Num, [new RunTag(key, amend(stores.Runs.Tag(s, run.Num, key)))]);
        return true;
    }, cancellation);

    /// <param name="stage"><c>active</c> or <c>deleted</c>; nothing happens when it is that already.</param>
    public Task SetStageAsync(string id, string stage, Actor actor, CancellationToken cancellation) => WriteAsync(s =>
    {
        RunRow run = Existing(s, id);
        if (run.Managed) throw Managed(run);
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

    public RunRow Existing(SqlSession s, string id) => stores.Runs.Find(s, KeyRules.RunId(id)) ?? throw Missing(id);

    private string RequireModel(SqlSession s, string id) => stores.Models.Find(s, id)?.Id ?? throw MlflowException.Missing($"Logged model with ID '{KeyRules.Cut(id, 100)}' not found.");

    /// <summary>A run that a client may write, or the server.</summary>
    /// <exception cref="MlflowException">It is deleted, or the control plane runs it and a client asks.</exception>
    public RunRow Writable(SqlSession s, string id, bool byServer = false) => Writable(Existing(s, id), byServer);

    /// <summary>The same within a transaction that writes to it.</summary>
    /// <exception cref="MlflowException">As for <see cref="Writable(SqlSession, string, bool)"/>.</exception>
    public RunRow Held(SqlSession s, string id, bool byServer = false)
    {
        RunRow run = Existing(s, id);
        // What was brought in from elsewhere may be about to be brought again. From other runs nobody takes away what was logged: they need no lock.
        return Writable(run.Imported is null ? run : stores.Runs.Lock(s, id) ?? throw Missing(id), byServer);
    }

    private static RunRow Writable(RunRow run, bool byServer)
    {
        if (run.Managed && !byServer) throw Managed(run);
        return run.Stage == "active" ? run : throw MlflowException.Invalid($"The run {run.Id} must be in the 'active' state. Current state is {run.Stage}.");
    }

    private string? ProjectOf(SqlSession s, RunRow run) => stores.Experiments.Find(s, run.Experiment)?.Project;

    private Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation) => database.WriteAsync(work, Lane.Tracking, cancellation);

    private static string NameOf(RunDraft draft)
    {
        string? tag = draft.Tags.LastOrDefault(t => t.Key == NameTag)?.Value, name = draft.Name is { Length: > 0 } ? draft.Name : null;
        if (tag is not null && name is not null && tag != name)
            throw MlflowException.Invalid("Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values.");
        return name ?? tag ?? RunNames.New();
    }

    private static MlflowException Missing(string id) => MlflowException.Missing($"Run with id={id} not found");

    private static MlflowException Managed(RunRow run) => new("PERMISSION_DENIED", $"The run {run.Id} belongs to a pipeline and is written by the server alone. Log to a run of your own.");

    private static MlflowException Changed(RunRow run, int given, IReadOnlyList<(RunParam Old, RunParam New)> changed) => MlflowException.Invalid(given == 1
        ? $"Changing param values is not allowed. Param with key='{changed[0].Old.Key}' was already logged with value='{changed[0].Old.Value}' for run ID='{run.Id}'. Attempted logging new value '{changed[0].New.Value}'."
        : $"Changing param values is not allowed. Params were already logged='[{string.Join(", ", changed.Select(c => $"{{'key': '{c.Old.Key}', 'old_value': '{c.Old.Value}', 'new_value': '{c.New.Value}'}}"))}]' for run ID='{run.Id}'.");
}
