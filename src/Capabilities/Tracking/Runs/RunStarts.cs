using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;

namespace Cairn.Tracking.Runs;

/// <summary>Creates runs. Calls that come at the same time are written together.</summary>
internal sealed class RunStarts(IDatabase database, TrackingStores stores, RunEvents events, TimeProvider time)
{
    private readonly SharedWrites<Start, RunRow> _starts = new(database, Lane.Tracking, (s, starts) => Create(s, starts, stores, events));

    /// <returns>The run, and the tags it begins with by key.</returns>
    public async Task<(RunRow Run, IReadOnlyList<RunTag> Tags)> CreateAsync(RunDraft draft, Actor actor, IReadOnlyList<string> cause, CancellationToken cancellation)
    {
        // Whatever needs no transaction is done before it: only one is written at a time.
        Start start = Checked(draft, actor, cause);
        return (await _starts.WriteAsync(start, cancellation), start.Tags);
    }

    /// <summary>Creates within the caller's transaction. A run that brings its id is the control plane's, and may be there already.</summary>
    public RunRow Create(SqlSession s, RunDraft draft, Actor actor, IReadOnlyList<string> cause) => Create(s, [Checked(draft, actor, cause)], stores, events)[0];

    /// <summary>The tags that a run begins with, by key.</summary>
    private static IReadOnlyList<RunTag> TagsOf(RunDraft draft, string name)
        => [.. new RunLog([], [], [.. draft.Tags, new RunTag(RunRules.NameTag, name)]).Checked().Tags.GroupBy(t => t.Key, StringComparer.Ordinal).Select(g => g.Last()).OrderBy(t => t.Key, StringComparer.Ordinal)];

    private static RunRow[] Create(SqlSession s, IReadOnlyList<Start> starts, TrackingStores stores, RunEvents events)
    {
        Dictionary<long, Experiment> homes = starts.Select(x => x.Draft.Experiment).Distinct().ToDictionary(id => id, id => Active(stores.Experiments.Find(s, id), id));
        // The events come first, so that the rows are written once.
        RunRow[] rows = [.. events.Started(s, [.. starts.Select(x => new StartedRun(x.Row(homes[x.Draft.Experiment]), x.Tags, homes[x.Draft.Experiment].Project, x.Actor, x.Cause))])];
        Dictionary<string, long> nums = stores.Runs.Insert(s, rows);
        stores.Runs.SetTags(s, rows.Zip(starts).Where(r => nums.ContainsKey(r.First.Id)).SelectMany(r => r.Second.Tags.Select(tag => (nums[r.First.Id], tag))));
        return Array.ConvertAll(rows, row => nums.TryGetValue(row.Id, out long num) ? row with { Num = num } : stores.Runs.Find(s, row.Id)!);
    }

    private static Experiment Active(Experiment? experiment, long id)
    {
        if (experiment is null) throw MlflowException.Missing($"No Experiment with id={id} exists");
        return experiment.Stage == "active" ? experiment : throw MlflowException.Invalid($"The experiment {id} must be in the 'active' state. Current state is {experiment.Stage}.");
    }

    private Start Checked(RunDraft draft, Actor actor, IReadOnlyList<string> cause)
    {
        string name = NameOf(draft);
        // Ids that begin with the time lie side by side in the indexes.
        return new Start(draft, draft.Id ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), name, TagsOf(draft, name), actor, cause);
    }

    private static string NameOf(RunDraft draft)
    {
        string? tag = draft.Tags.LastOrDefault(t => t.Key == RunRules.NameTag)?.Value, name = draft.Name is { Length: > 0 } ? draft.Name : null;
        if (tag is not null && name is not null && tag != name)
            throw MlflowException.Invalid("Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values.");
        return name ?? tag ?? RunNames.New();
    }

    private sealed record Start(RunDraft Draft, string Id, string Name, IReadOnlyList<RunTag> Tags, Actor Actor, IReadOnlyList<string> Cause)
    {
        public RunRow Row(Experiment home) => new()
        {
            Id = Id, Experiment = home.Id, Name = Name, UserId = Draft.UserId, StartTime = Draft.StartTime, Managed = Draft.Managed, ArtifactUri = $"{home.ArtifactLocation}/{Id}/artifacts",
        };
    }
}
