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
    /// <summary>Folder of the registered models, and of the logged ones of an experiment.</summary>
    public const string Models = "models";
    private const string Trash = ".trash";

    /// <summary>Folders beside those of experiments.</summary>
    public static readonly string[] Beside = [Trash, Models];
    private static readonly string[] Statuses = ["", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];
    private static readonly string[] ModelStatuses = ["LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];
    private readonly ConcurrentDictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly MlflowFolderTraces _traces = new(folder);

    public IMlflowTraces Traces => _traces;

    public IAsyncEnumerable<SourceItem<ImportedExperiment>> ExperimentsAsync(CancellationToken cancellation)
    {
        string[] homes = [.. folder.Described(folder.Root, IsExperiment).Where(f => !Beside.Contains(Path.GetFileName(f))), .. folder.Described(Path.Combine(folder.Root, Trash), IsExperiment)];
        if (!homes.Any(h => folder.Has(h))) throw new IOException($"The folder '{folder.Root}' on the server's machine is no file store of MLflow: no folder in it has a 'meta.yaml'.");
        return homes.OrderBy(Created).ThenBy(Path.GetFileName, StringComparer.Ordinal).Select(h => new SourceItem<ImportedExperiment>(Path.GetFileName(h), () => Experiment(h))).ToAsyncEnumerable();
    }

    public IAsyncEnumerable<SourceItem<ImportedRun>> RunsAsync(string experiment, CancellationToken cancellation)
        => folder.Described(_traces.Homes[experiment], IsRun).Select(f => new SourceItem<ImportedRun>(Known(f), () => Run(f))).ToAsyncEnumerable();

    public IAsyncEnumerable<SourceItem<ImportedModel>> LoggedModelsAsync(string experiment, CancellationToken cancellation)
        => folder.Described(Path.Combine(_traces.Homes[experiment], Models), IsModel).Select(f => new SourceItem<ImportedModel>(Known(f), () => Model(f, experiment))).ToAsyncEnumerable();

    // All of them are listed.
    public Task<ImportedModel?> LoggedModelAsync(string id, CancellationToken cancellation) => Task.FromResult<ImportedModel?>(null);

    public IAsyncEnumerable<SourceItem<SourceModel>> RegisteredAsync(CancellationToken cancellation)
        => folder.Described(Path.Combine(folder.Root, Models)).Select(f => new SourceItem<SourceModel>(Path.GetFileName(f), () => MlflowFolderRegistry.Model(folder, f))).ToAsyncEnumerable();

    // They need a database.
    public IAsyncEnumerable<SourceWebhook> WebhooksAsync(CancellationToken cancellation) => AsyncEnumerable.Empty<SourceWebhook>();

    public Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<string, long>>(MlflowImport.Count());

    public Task<IReadOnlyList<SourceFile>?> FilesAsync(SourceOwner owner, CancellationToken cancellation)
    {
        string place = Path.Combine(_places[owner.Id], "artifacts");
        IReadOnlyList<SourceFile> here = folder.Artifacts(place);
        if (here.Count == 0 && !IsHome(owner)) return Task.FromResult(LocalFiles.Of(owner.ArtifactUri, artifacts));
        // Clients make it with the run: without it nobody knows whether there were files.
        if (!Directory.Exists(place)) throw new InvalidDataException($"{folder.Named(place)} is missing: copy it once more, or make an empty folder when there were no files");
        return Task.FromResult<IReadOnlyList<SourceFile>?>(here);
    }

    public void Dispose()
    {
    }

    // Whether its artifacts lay in the folder: then all of them are here. Of others clients leave an empty folder too.
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

    // By its name one is known that has lost its description.
    private static bool IsExperiment(string name) => name.All(char.IsAsciiDigit);

    private static bool IsRun(string name) => name.Length == 32 && name.All(char.IsAsciiHexDigitLower);

    private static bool IsModel(string name) => name.StartsWith("m-", StringComparison.Ordinal);

    private long Created(string experiment)
    {
        try
        {
            return folder.Meta(experiment).Long("creation_time") ?? 0;
        }
        // It is said when the experiment is read.
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    private ImportedExperiment Experiment(string place)
    {
        MlflowMeta meta = folder.Meta(place);
        string id = Path.GetFileName(place);
        _traces.Homes[id] = place;
        return new ImportedExperiment(id, meta.Needed("name"), Stage(meta), meta.Long("creation_time") ?? 0, meta.Long("last_update_time") ?? 0, folder.Texts(Path.Combine(place, "tags")));
    }

    private ImportedRun Run(string place)
    {
        MlflowMeta meta = folder.Meta(place);
        IReadOnlyList<RunTag> tags = folder.Texts(Path.Combine(place, "tags"));
        string name = meta.Text("run_name") is { Length: > 0 } given ? given : tags.FirstOrDefault(t => t.Key == "mlflow.runName")?.Value ?? "";
        MlflowMeta[] inputs = Links(place, "inputs");
        return new ImportedRun(Path.GetFileName(place), name, meta.Text("user_id") ?? "", Word(meta.Text("status") ?? "1", Statuses), Stage(meta), meta.Long("start_time") ?? 0, meta.Long("end_time"))
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

    private MlflowMeta[] Links(string place, string kind) => [.. folder.Described(folder.Plain(Path.Combine(place, kind))).Select(f => folder.Meta(f))];

    private ImportedInput Input(string experiment, MlflowMeta input)
    {
        MlflowMeta d = folder.Meta(Path.GetFullPath(Path.Combine(experiment, "datasets", input.Needed("source_id"))));
        return new ImportedInput(d.Needed("name"), d.Needed("digest"), d.Text("source_type") ?? "", d.Text("source") ?? "", d.Text("schema"), d.Text("profile"), input.Tags);
    }

    private ImportedModel Model(string place, string experiment)
    {
        MlflowMeta meta = folder.Meta(place);
        return new ImportedModel(Path.GetFileName(place), meta.Text("name") ?? "", meta.Text("model_type"), meta.Text("source_run_id"), Word(meta.Text("status") ?? "2", ModelStatuses), meta.Text("artifact_location") ?? "",
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
