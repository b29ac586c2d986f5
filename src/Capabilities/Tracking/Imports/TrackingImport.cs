using System.Globalization;
using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.LoggedModels;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Imports;

/// <inheritdoc cref="ITrackingImport"/>
internal sealed class TrackingImport(TrackingStores stores, ImportStores imports, ExperimentService experiments, FileService files, RunEvents events) : ITrackingImport
{
    private static readonly string[] Statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    public long Experiment(SqlSession transaction, ImportedExperiment experiment, string? project)
    {
        if (stores.Experiments.FindByName(transaction, experiment.Name) is { } known) return known.Id;
        long id = experiments.Make(transaction, experiment.Name, project, long.TryParse(experiment.Id, NumberStyles.None, CultureInfo.InvariantCulture, out long there) ? there : null);
        imports.Rows.SetTimes(transaction, id, experiment.Stage == "deleted" ? "deleted" : "active", experiment.CreatedAt, experiment.UpdatedAt);
        foreach (RunTag tag in experiment.Tags) stores.Experiments.SetTag(transaction, id, tag.Key, tag.Value);
        return id;
    }

    public bool Run(SqlSession transaction, long experiment, ImportedRun run, string origin, Actor actor)
    {
        Experiment home = stores.Experiments.Find(transaction, experiment)!;
        RunLog log = Log(run);
        RunRow row = Told(new RunRow { Id = KeyRules.RunId(run.Id), Experiment = experiment, ArtifactUri = $"{home.ArtifactLocation}/{run.Id}/artifacts" }, run, home);
        if (imports.Rows.Insert(transaction, row, origin) is not { } num) return false;
        Fill(transaction, row with { Num = num }, run, log, home.Project, actor);
        return true;
    }

    public string? Mark(SqlSession session, string run) => stores.Runs.Find(session, run) is { Ended: false } row ? Mark(session, row) : null;

    public bool Again(SqlSession transaction, ImportedRun run, string mark, Actor actor)
    {
        if (stores.Runs.Find(transaction, run.Id) is not { Ended: false } known || Mark(transaction, known) != mark) return false;
        RunLog log = Log(run);
        Experiment home = stores.Experiments.Find(transaction, known.Experiment)!;
        RunRow row = Told(known, run, home);
        imports.Rows.Empty(transaction, row);
        Fill(transaction, row, run, log, home.Project, actor);
        return true;
    }

    public bool Model(SqlSession transaction, long experiment, ImportedModel model)
    {
        if (stores.Models.Find(transaction, model.Id, deletedToo: true) is not null) return false;
        Experiment home = stores.Experiments.Find(transaction, experiment)!;
        var row = new LoggedModelRow
        {
            Id = KeyRules.RunId(model.Id),
            Experiment = experiment,
            Name = model.Name,
            ModelType = model.ModelType,
            SourceRunId = model.SourceRunId,
            Status = model.Status,
            ArtifactUri = $"{home.ArtifactLocation}/models/{model.Id}/artifacts",
            CreatedAt = model.CreatedAt,
            UpdatedAt = model.UpdatedAt,
        };
        stores.Models.Insert(transaction, row);
        stores.Models.SetValues(transaction, row.Id, LoggedModelStore.Params, model.Params);
        stores.Models.SetValues(transaction, row.Id, LoggedModelStore.Tags, model.Tags);
        foreach (IGrouping<string, ImportedModelMetric> run in model.Metrics.GroupBy(m => m.RunId, StringComparer.Ordinal))
            stores.Models.SetMetrics(transaction, run.Key, [.. run.Select(m => new ModelMetric(row.Id, m.Point with { Key = KeyRules.Key("metric", m.Point.Key) }, m.DatasetName, m.DatasetDigest))]);
        if (model.Deleted) stores.Models.Delete(transaction, row.Id, model.UpdatedAt);
        return true;
    }

    public IReadOnlyList<string> Missing(SqlSession session, string origin) => imports.Rows.Missing(session, origin);

    public ImportedTraceCounts? Trace(SqlSession transaction, long experiment, ImportedTrace trace) => imports.Traces.Trace(transaction, stores.Experiments.Find(transaction, experiment)!, trace);

    public bool Dataset(SqlSession transaction, ImportedDataset dataset, IReadOnlyList<long> experiments) => imports.Datasets.Dataset(transaction, dataset, experiments);

    public int Records(SqlSession transaction, string dataset, string list) => imports.Datasets.Records(transaction, dataset, list);

    public string? ArtifactUri(SqlSession session, string runOrModel) => imports.Rows.ArtifactUri(session, runOrModel);

    public Task PutAsync(string artifactUri, string path, Stream content, CancellationToken cancellation) => files.PutAsync($"{files.Root(artifactUri)}/{path}", content, cancellation);

    public IReadOnlyDictionary<string, long> Counts(SqlSession session, string origin) => imports.Rows.Counts(session, origin);

    private string Mark(SqlSession s, RunRow run) => Digest.Of(JsonSerializer.Serialize(
        new { run, Params = stores.Runs.Params(s, [run.Num]), Tags = stores.Runs.Tags(s, [run.Num]), Inputs = stores.Runs.Inputs(s, [run.Num], whole: false), Others = imports.Rows.Others(s, run.Num) }));

    private void Fill(SqlSession s, RunRow row, ImportedRun run, RunLog log, string? project, Actor actor)
    {
        stores.Runs.AddParams(s, row.Num, log.Params);
        foreach (IReadOnlyList<RunMetric> block in run.Metrics.Blocks()) stores.Metrics.Append(s, row, new RunLog([], block, []).Checked().Metrics);
        stores.Runs.SetTags(s, row.Num, log.Tags);
        foreach (ImportedInput input in run.Inputs) stores.Runs.AddInput(s, row, Input(input));
        foreach (string model in run.ModelInputs) stores.Models.AddInput(s, row.Num, model);
        foreach ((string model, long step) in run.ModelOutputs) stores.Models.AddOutput(s, row.Num, model, step);
        stores.Runs.SetEvent(s, row.Num, events.Imported(s, row, project, actor, log, run.Metrics.Keys));
    }

    private static RunLog Log(ImportedRun run) => new RunLog(run.Params, [], [.. run.Tags, new RunTag("mlflow.runName", run.Name)]).Checked();

    private static RunRow Told(RunRow row, ImportedRun run, Experiment home) => row with
    {
        Name = run.Name,
        UserId = run.UserId,
        Status = Statuses.Contains(run.Status) ? run.Status : "FINISHED",
        Stage = run.Stage == "deleted" || home.Stage == "deleted" ? "deleted" : "active",
        StartTime = run.StartTime,
        EndTime = run.EndTime,
    };

    private static InputRow Input(ImportedInput input) => new()
    {
        Name = input.Name,
        Digest = input.Digest,
        SourceType = input.SourceType,
        Source = input.Source,
        SchemaJson = input.Schema,
        Profile = input.Profile,
        Context = input.Tags.FirstOrDefault(t => t.Key == "mlflow.data.context")?.Value ?? "",
        Tags = JsonSerializer.Serialize(input.Tags),
    };
}
