using System.Text.Json.Nodes;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Traces in MLflow's file store: a folder each, its spans in a file among its artifacts. Datasets that applications are judged by need a database.</summary>
internal sealed class MlflowFolderTraces(MlflowFolder folder) : IMlflowTraces
{
    private const string InfoFile = "trace_info.yaml", Folder = "traces", Assessments = "assessments";

    /// <summary>Where the experiments lie.</summary>
    public Dictionary<string, string> Homes { get; } = new(StringComparer.Ordinal);

    public IAsyncEnumerable<SourceItem<SourceTrace>> TracesAsync(string experiment, CancellationToken cancellation)
        => Of(experiment).Select(f => new SourceItem<SourceTrace>(Path.GetFileName(f), () => new SourceTrace(Path.GetFileName(f), Info(experiment, f)))).ToAsyncEnumerable();

    public async Task<string?> SpansAsync(SourceTrace trace, CancellationToken cancellation)
    {
        string home = Homes[(string)trace.Info["trace_location"]!["mlflow_experiment"]!["experiment_id"]!];
        SourceFile? file = folder.Artifacts(Path.Combine(home, Folder, trace.Id, "artifacts")).FirstOrDefault(f => f.Path == SourceTrace.File);
        return file is null ? null : await SourceTrace.ReadAsync(file, cancellation);
    }

    public IAsyncEnumerable<SourceDataset> DatasetsAsync(CancellationToken cancellation) => AsyncEnumerable.Empty<SourceDataset>();

    public IAsyncEnumerable<string> RecordsAsync(string dataset, CancellationToken cancellation) => AsyncEnumerable.Empty<string>();

    public IAsyncEnumerable<(string What, string Why)> StrangersAsync(IReadOnlyList<string> experiments, CancellationToken cancellation) => Strangers(experiments).ToAsyncEnumerable();

    private IEnumerable<(string What, string Why)> Strangers(IReadOnlyList<string> experiments)
    {
        foreach (string link in Places(experiments).SelectMany(folder.Links)) yield return (link, LocalFiles.IsLink);
        int assessed = experiments.SelectMany(Of).Count(f => folder.HasFiles(Path.Combine(f, Assessments)));
        if (assessed > 0) yield return ($"assessments of {assessed} traces", "they are not read from a folder; have MLflow's server serve it and import from there");
    }

    // Where experiments, runs, models, versions and traces lie.
    private IEnumerable<string> Places(IReadOnlyList<string> experiments)
    {
        IEnumerable<string> beside = MlflowFolderSource.Beside.Select(n => Path.Combine(folder.Root, n)), homes = experiments.Select(e => Homes[e]);
        return [folder.Root, .. beside, .. folder.Described(Path.Combine(folder.Root, MlflowFolderSource.Models)), .. homes.SelectMany(h => (string[])[h, Path.Combine(h, MlflowFolderSource.Models), Path.Combine(h, Folder)])];
    }

    private IEnumerable<string> Of(string experiment) => folder.Described(Path.Combine(Homes[experiment], Folder), n => n.StartsWith("tr-", StringComparison.Ordinal), InfoFile);

    // As clients of 2.x wrote it; those of 3.x have other words for times and states.
    private JsonObject Info(string experiment, string place)
    {
        MlflowMeta meta = folder.Meta(place, InfoFile);
        JsonObject info = OlderTrace.Of(Path.GetFileName(place), experiment, meta.Long("timestamp_ms") ?? 0, meta.Long("execution_time_ms"), meta.Text("status") ?? "", Map(place, "request_metadata"), Map(place, "tags"));
        foreach (string field in (string[])["request_time", "state", "execution_duration", "client_request_id", "request_preview", "response_preview"])
            if (meta.Text(field) is { } said) info[field] = said;
        return info;
    }

    private JsonObject Map(string place, string kind)
    {
        var map = new JsonObject();
        foreach (RunTag tag in folder.Texts(Path.Combine(place, kind))) map[tag.Key] = tag.Value;
        return map;
    }
}
