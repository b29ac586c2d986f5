using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Tracking.Experiments;

/// <summary>What can be done to experiments.</summary>
internal sealed class ExperimentService(IDatabase database, ExperimentStore store, ExperimentAttaching attaching, IProjects projects, TimeProvider time)
{
    public const string ProjectTag = "cairn.project";
    private const int NameLength = 500, TagLength = 5000, LocationLength = 512;

    // New ids go on after the greatest there is: some room is left for them.
    private const long GreatestWish = 1L << 53;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<long> CreateAsync(string name, string? location, IReadOnlyList<RunTag> tags, CancellationToken cancellation)
    {
        CheckName(name);
        if (location is not null) CheckLocation(location);
        foreach (RunTag tag in tags) CheckTag(tag);
        return database.WriteAsync(s =>
        {
            string? project = ProjectOf(s, name, tags.LastOrDefault(t => t.Key == ProjectTag)?.Value);
            long id = store.Insert(s, name, project, string.IsNullOrEmpty(location) ? null : location.TrimEnd('/'), Now) ?? throw MlflowException.Exists($"Experiment(name={name}) already exists.");
            foreach (RunTag tag in tags) store.SetTag(s, id, tag.Key, tag.Value);
            return id;
        }, Lane.Tracking, cancellation);
    }

    /// <summary>The id of the experiment with this name, made when there is none.</summary>
    public long Ensure(SqlSession s, string name, string? project, Actor actor)
    {
        if (store.FindByName(s, name) is not { } known) return Make(s, name, project);
        if (known.Project is null && project is not null) attaching.Attach(s, known, project, actor);
        return known.Id;
    }

    /// <summary>The id of a new experiment, of a name that was free a moment ago.</summary>
    /// <param name="wish">The id that it is to have, when it is free.</param>
    public long Make(SqlSession s, string name, string? project, long? wish = null)
    {
        CheckName(name);
        string? home = project ?? ProjectOf(s, name, null);
        if (wish is > 0 and < GreatestWish && store.InsertAs(s, wish.Value, name, home, Now)) return wish.Value;
        return store.Insert(s, name, home, null, Now) ?? store.FindByName(s, name)!.Id;
    }

    public Task<(Experiment Experiment, ILookup<long, RunTag> Tags)> GetAsync(long id, CancellationToken cancellation) => database.ReadAsync(s => (Existing(s, id), store.Tags(s, [id])), cancellation);

    public Task<(Experiment Experiment, ILookup<long, RunTag> Tags)> GetAsync(string name, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        Experiment found = store.FindByName(s, name) ?? throw MlflowException.Missing($"Could not find experiment with name '{KeyRules.Cut(name, NameLength)}'");
        return (found, store.Tags(s, [found.Id]));
    }, cancellation);

    public Task<(IReadOnlyList<Experiment> Experiments, ILookup<long, RunTag> Tags)> SearchAsync(Search.SearchQuery query, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        IReadOnlyList<Experiment> found = store.Search(s, query);
        return (found, store.Tags(s, found.Select(e => e.Id)));
    }, cancellation);

    public Task RenameAsync(long id, string name, Actor actor, CancellationToken cancellation)
    {
        CheckName(name);
        return database.WriteAsync(s =>
        {
            Experiment experiment = Held(s, id);
            if (store.FindByName(s, name) is { } other && other.Id != id) throw MlflowException.Exists($"Experiment(name={name}) already exists.");
            store.Rename(s, id, name, Now);
            if (ProjectOf(s, name, null) is { } project) Join(s, experiment, project, actor);
        }, Lane.Tracking, cancellation);
    }

    public Task SetStageAsync(long id, string stage, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        if (Existing(s, id).Stage == stage) throw MlflowException.Missing($"No Experiment with id={id} exists in state {(stage == "deleted" ? "active" : "deleted")}");
        store.SetStage(s, id, stage, Now);
    }, Lane.Tracking, cancellation);

    public Task SetTagAsync(long id, RunTag tag, Actor actor, CancellationToken cancellation)
    {
        CheckTag(tag);
        return database.WriteAsync(s =>
        {
            Experiment experiment = Held(s, id);
            if (tag.Key == ProjectTag && projects.Find(s, tag.Value) is not null) Join(s, experiment, tag.Value, actor);
            store.SetTag(s, id, tag.Key, tag.Value);
        }, Lane.Tracking, cancellation);
    }

    /// <summary>Gives an experiment of no project to one; its name.</summary>
    /// <exception cref="ApiException">409: it belongs to another one by now.</exception>
    public Task<string> GiveAsync(long id, string project, Actor actor, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        Experiment experiment = Held(s, id);
        if (experiment.Project is { } other && other != project) throw ApiException.Conflict($"The experiment belongs to the project '{other}' by now.", $"See {experiment.Href}.");
        store.SetTag(s, id, ProjectTag, project);
        attaching.Attach(s, experiment, project, actor);
        return experiment.Name;
    }, Lane.Tracking, cancellation);

    public Task DeleteTagAsync(long id, string key, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        Active(s, id);
        if (!store.DeleteTag(s, id, key)) throw MlflowException.Missing($"No tag with name: {KeyRules.Cut(key, 250)} in experiment with id {id}");
    }, Lane.Tracking, cancellation);

    private Experiment Existing(SqlSession s, long id) => store.Find(s, id) ?? throw MlflowException.Missing($"No Experiment with id={id} exists");

    private Experiment Active(SqlSession s, long id)
        => Existing(s, id) is { Stage: "active" } experiment ? experiment : throw MlflowException.Invalid($"The experiment {id} must be in the 'active' state. Current state is deleted.");

    /// <summary>An active one that nobody else gives to a project until the transaction ends.</summary>
    private Experiment Held(SqlSession s, long id)
    {
        store.Hold(s, id);
        return Active(s, id);
    }

    // What was logged for one project counts there: it does not leave with a tag or a name.
    private void Join(SqlSession s, Experiment experiment, string project, Actor actor)
    {
        if (experiment.Project is { } home && home != project) throw MlflowException.Invalid($"The experiment '{experiment.Name}' belongs to the project '{home}' and stays there. Move its runs to an experiment of '{project}' instead: cairn runs move.");
        attaching.Attach(s, experiment, project, actor);
    }

    private string? ProjectOf(SqlSession s, string name, string? tag)
    {
        string? named = projects.Find(s, name) is not null ? name : null, tagged = tag is not null && projects.Find(s, tag) is not null ? tag : null;
        if (named is not null && tagged is not null && named != tagged) throw MlflowException.Invalid($"An experiment called '{named}' belongs to the project of that name, not to '{tagged}'. Give it another name, or leave the tag {ProjectTag} out.");
        return tagged ?? named;
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name)) throw MlflowException.Invalid("Invalid experiment name: it must not be empty.");
        if (name.Length > NameLength) throw MlflowException.Invalid($"'name' exceeds the maximum length of {NameLength} characters.");
        if (name.Any(char.IsControl)) throw MlflowException.Invalid("Invalid experiment name: it must not hold control characters.");
    }

    private static void CheckTag(RunTag tag)
    {
        KeyRules.Key("tag", tag.Key);
        if (tag.Value.Length > TagLength) throw MlflowException.Invalid($"'value' exceeds the maximum length of {TagLength} characters.");
    }

    // Whole paths have 1024 characters, of which the files need some. Only places below our own store: never a path or an address to be opened.
    private static void CheckLocation(string location)
    {
        const string scheme = "mlflow-artifacts:/";
        if (location.Length == 0) return;
        if (location.Length > LocationLength || !location.StartsWith(scheme, StringComparison.Ordinal) || location.AsSpan().ContainsAny('?', '#', ';'))
            throw MlflowException.Invalid($"Invalid artifact location: it must begin with '{scheme}', hold none of ? # ; and be at most {LocationLength} characters long, or be left out.");
        Artifacts.ArtifactPath.Parse(location[scheme.Length..].TrimEnd('/'));
    }
}
