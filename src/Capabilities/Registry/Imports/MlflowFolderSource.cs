using System.Collections.Concurrent;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>
/// MLflow's file store, <c>mlruns/</c>: what clients without a server write, and what was carried here from a machine without a network. Artifacts are read where they lie in the
/// folder, wherever they say that they once lay.
/// </summary>
/// <param name="artifacts">A folder for those that lie elsewhere; null when there is none.</param>
internal sealed class MlflowFolderSource(MlflowFolder folder, string? artifacts) : IMlflowSource
{
    private const string Trash = ".trash", Registry = "models";

    /// <summary>Folders beside those of experiments.</summary>
    public static readonly string[] Beside = [Trash, Registry];
    private static readonly string[] Statuses = ["", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];
    private static readonly string[] ModelStatuses = ["LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];
    private readonly ConcurrentDictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly MlflowFolderTraces _traces = new(folder);

    public IMlflowTraces Traces => _traces;

    public IAsyncEnumerable<ImportedExperiment> ExperimentsAsync(CancellationToken cancellation)
    {
        string[] homes = [.. folder.Described(folder.Root).Where(f => !Beside.Contains(Path.GetFileName(f))), .. folder.Described(Path.Combine(folder.Root, Trash))];
        if (homes.Length == 0) throw new IOException($"The folder '{folder.Root}' on the server's machine is no file store of MLflow: no folder in it has a 'meta.yaml'.");
        return homes.Select(Experiment).OrderBy(e => e.CreatedAt).ThenBy(e => e.Id, StringComparer.Ordinal).ToAsyncEnumerable();
    }

    public IAsyncEnumerable<string> RunsAsync(string experiment, CancellationToken cancellation)
        => folder.Described(_traces.Homes[experiment]).Select(f => Known(f)).ToAsyncEnumerable();

    public Task<ImportedRun> RunAsync(string id, CancellationToken cancellation) => Task.Run(() => Run(id, _places[id]), cancellation);

    public IAsyncEnumerable<ImportedModel> LoggedModelsAsync(string experiment, CancellationToken cancellation)
        => folder.Described(Path.Combine(_traces.Homes[experiment], "models")).Select(f => Model(Known(f), experiment, f)).ToAsyncEnumerable();

    // All of them are listed.
    public Task<ImportedModel?> LoggedModelAsync(string id, CancellationToken cancellation) => Task.FromResult<ImportedModel?>(null);

    public IAsyncEnumerable<SourceModel> RegisteredAsync(CancellationToken cancellation)
        => folder.Described(Path.Combine(folder.Root, Registry)).Select(f => MlflowFolderRegistry.Model(folder, f)).ToAsyncEnumerable();

    // They need a database.
    public IAsyncEnumerable<SourceWebhook> WebhooksAsync(CancellationToken cancellation) => AsyncEnumerable.Empty<SourceWebhook>();

    public Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<string, long>>(MlflowImport.Count());

    public Task<IReadOnlyList<SourceFile>?> FilesAsync(SourceOwner owner, CancellationToken cancellation)
    {
        IReadOnlyList<SourceFile> here = folder.Artifacts(Path.Combine(_places[owner.Id], "artifacts")) ?? [];
        return Task.FromResult(here.Count > 0 || IsHome(owner) ? here : LocalFiles.Of(owner.ArtifactUri, artifacts));
    }

    public void Dispose()
    {
    }

    // Whether its artifacts lay in the folder: then there are none when none are here. Of others clients leave an empty folder too.
    private bool IsHome(SourceOwner owner)
    {
        string scheme = owner.ArtifactUri.Split('/')[0], place = folder.Named(_places[owner.Id]);
        place = place.StartsWith(Trash + "/", StringComparison.Ordinal) ? place[(Trash.Length + 1)..] : place;
        return (scheme == "file:" || !scheme.Contains(':')) && Names().Any(n => $"/{owner.ArtifactUri}".EndsWith($"/{n}/{place}/artifacts", StringComparison.Ordinal));
    }

    // A copy may have another name.
    private string[] Names() => ["mlruns", Path.GetFileName(folder.Root)];

    private string Known(string place)
    {
        string id = Path.GetFileName(place);
        _places[id] = place;
        return id;
    }

    private ImportedExperiment Experiment(string place)
    {
        MlflowMeta meta = folder.Meta(place);
        string id = Path.GetFileName(place);
        _traces.Homes[id] = place;
        return new ImportedExperiment(id, meta.Needed("name"), Stage(meta), meta.Long("creation_time") ?? 0, meta.Long("last_update_time") ?? 0, folder.Texts(Path.Combine(place, "tags")));
    }

    private ImportedRun Run(string id, string place)
    {
        MlflowMeta meta = folder.Meta(place);
        IReadOnlyList<RunTag> tags = folder.Texts(Path.Combine(place, "tags"));
        string name = meta.Text("run_name") is { Length: > 0 } given ? given : tags.FirstOrDefault(t => t.Key == "mlflow.runName")?.Value ?? "";
        MlflowMeta[] inputs = Links(place, "inputs");
        return new ImportedRun(id, name, meta.Text("user_id") ?? "", Word(meta.Text("status") ?? "1", Statuses), Stage(meta), meta.Long("start_time") ?? 0, meta.Long("end_time"))
        {
            ArtifactUri = meta.Text("artifact_uri") ?? "",
            Params = [.. folder.Texts(Path.Combine(place, "params")).Select(p => new RunParam(p.Key, p.Value))],
            Metrics = ImportedPoints.Of(folder.Lines(Path.Combine(place, "metrics"), MlflowFolderPoint.OfRun).Select(l => MlflowFolderPoint.Of(l.Key, l.Parts))),
            Tags = tags,
            Inputs = [.. inputs.Where(i => i.Text("source_type") == "DATASET").Select(i => Input(Path.GetDirectoryName(place)!, i))],
            ModelInputs = [.. inputs.Where(i => i.Text("source_type") is "MODEL" or "MODEL_INPUT").Select(i => i.Needed("source_id"))],
            ModelOutputs = [.. Links(place, "outputs").Select(o => (o.Needed("destination_id"), o.Long("step") ?? 0))],
        };
    }

    private MlflowMeta[] Links(string place, string kind) => [.. folder.Described(Path.Combine(place, kind)).Select(f => folder.Meta(f))];

    private ImportedInput Input(string experiment, MlflowMeta input)
    {
        MlflowMeta d = folder.Meta(Path.GetFullPath(Path.Combine(experiment, "datasets", input.Needed("source_id"))));
        return new ImportedInput(d.Needed("name"), d.Needed("digest"), d.Text("source_type") ?? "", d.Text("source") ?? "", d.Text("schema"), d.Text("profile"), input.Tags);
    }

    private ImportedModel Model(string id, string experiment, string place)
    {
        MlflowMeta meta = folder.Meta(place);
        return new ImportedModel(id, meta.Text("name") ?? "", meta.Text("model_type"), meta.Text("source_run_id"), Word(meta.Text("status") ?? "2", ModelStatuses), meta.Text("artifact_location") ?? "",
            meta.Long("creation_timestamp") ?? 0, meta.Long("last_updated_timestamp") ?? 0, folder.Texts(Path.Combine(place, "params")), folder.Texts(Path.Combine(place, "tags")))
        {
            Experiment = experiment,
            Deleted = Stage(meta) == "deleted",
            Metrics = [.. folder.Lines(Path.Combine(place, "metrics"), MlflowFolderPoint.OfModel).Select(l => MlflowFolderPoint.OfLogged(l.Key, l.Parts))],
        };
    }

    private static string Stage(MlflowMeta meta) => meta.Text("lifecycle_stage") ?? "active";

    // Kept as a number; the word itself is understood too.
    private static string Word(string said, string[] words) => int.TryParse(said, out int number) && number >= 0 && number < words.Length ? words[number] : said;
}
