namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>A folder as MLflow's clients write it without a server, with some of everything that such a folder may hold; and what people put there to have other files read.</summary>
internal sealed class MlflowRuns : IDisposable
{
    public const string Run = "0000000000000000000000000000aaaa", Gone = "0000000000000000000000000000bbbb", Model = "m-0123456789abcdef0123456789abcdef";

    /// <summary>A trace of one span.</summary>
    public static readonly string Trace = "tr-" + MlflowFile.Id(3);

    // Where it lay when it was written: another machine.
    private const string There = "file:///home/ada/mlruns";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlruns-");

    public MlflowRuns()
    {
        Experiment("0", "Default", "active");
        Experiment(".trash/123456789012345678", "old", "deleted");
        Write("0/tags/team", "ops");
        Add(Run, 3);
        Write($"0/{Run}/params/model/depth", "5");
        Write($"0/{Run}/params/note", "two\nlines");
        Write($"0/{Run}/params/empty", "");
        Write($"0/{Run}/metrics/auc", "1700000000001 0.5 0\n1700000000002 0.75 1\n");
        Write($"0/{Run}/metrics/val/loss", "1700000000001 nan 0\n1700000000002 -inf 1\n1700000000003 1e-05 2\n1700000000004 7\n");
        Write($"0/{Run}/tags/mlflow.runName", "brisk-gull");
        Write($"0/{Run}/inputs/11111111111111111111111111111111/meta.yaml", "destination_id: d1\ndestination_type: RUN\nsource_id: d1\nsource_type: DATASET\ntags:\n  mlflow.data.context: training\n");
        Write($"0/{Run}/outputs/{Model}/meta.yaml", $"destination_id: {Model}\ndestination_type: MODEL_OUTPUT\nsource_id: {Run}\nsource_type: RUN_OUTPUT\nstep: 3\ntags: {Braces("")}\n");
        Write("0/datasets/d1/meta.yaml", "digest: abc\nname: flights\nprofile: null\nschema: '[]'\nsource: /data\nsource_type: local\n");
        Write($"0/{Run}/artifacts/model/MLmodel", "flavors: {}");
        Write($"0/models/{Model}/meta.yaml", $"artifact_location: {There}/0/models/{Model}/artifacts\ncreation_timestamp: 7\nexperiment_id: '0'\nlast_updated_timestamp: 8\nlifecycle_stage: active\nmodel_id: {Model}\nmodel_type: Agent\nname: late\nsource_run_id: {Run}\nstatus: 2\nstatus_message: null\n");
        Write($"0/models/{Model}/params/depth", "5");
        Write($"0/models/{Model}/metrics/auc", $"1 0.5 0 {Run} all flights abc\n2 0.75 1 {Run} all flights abc\n");
        Write($"0/models/{Model}/artifacts/MLmodel", "flavors: {}");
        Add(Gone, 4, ".trash/123456789012345678", "deleted");
        Write("models/delay/meta.yaml", "creation_timestamp: 10\ndescription: 'flights: late'\nlast_updated_timestamp: 20\nname: delay\n");
        Write("models/delay/tags/owner", "ada");
        Write("models/delay/aliases/champion", "3");
        Version(1, $"{There}/0/{Run}/artifacts/model", "Archived", Run);
        Version(2, "x", "Deleted_Internal", null);
        Version(3, "s3://bucket/model", "Production", null);
        Write("models/delay/version-3/tags/checked", "yes");
        Write($"0/traces/{Trace}/trace_info.yaml", $"execution_time_ms: 250\nexperiment_id: '0'\nrequest_id: {Trace}\nstatus: OK\ntimestamp_ms: 1700000000000\n");
        Write($"0/traces/{Trace}/tags/mlflow.traceName", "answer");
        Write($"0/traces/{Trace}/request_metadata/mlflow.sourceRun", Run);
        Write($"0/traces/{Trace}/artifacts/traces.json", Braces($"\"spans\": [{MlflowFile.Span(3)}]"));
    }

    /// <summary>The folder <c>mlruns</c>.</summary>
    public string Place => Path.Combine(_folder.FullName, "mlruns");

    /// <summary>Beside it; nobody named it.</summary>
    public string Outside => Directory.CreateDirectory(Path.Combine(_folder.FullName, "outside")).FullName;

    public void Write(string path, string text)
    {
        string file = Path.Combine(Place, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>A run with two tags and nothing else.</summary>
    /// <param name="status">1 while it goes on, 3 when it is over, 4 when it failed.</param>
    public void Add(string run, int status, string experiment = "0", string stage = "active")
    {
        Write($"{experiment}/{run}/meta.yaml", $"""
            artifact_uri: {There}/{Path.GetFileName(experiment)}/{run}/artifacts
            end_time: {(status == 1 ? "null" : "1700000060000")}
            entry_point_name: ''
            experiment_id: '{Path.GetFileName(experiment)}'
            lifecycle_stage: {stage}
            run_id: {run}
            run_name: brisk-gull
            run_uuid: {run}
            source_name: ''
            source_type: 4
            source_version: ''
            start_time: 1700000000000
            status: {status}
            tags: []
            user_id: ada
            """);
        Write($"{experiment}/{run}/tags/team", "ops");
        Directory.CreateDirectory(Path.Combine(Place, experiment, run, "artifacts"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Experiment(string place, string name, string stage)
        => Write($"{place}/meta.yaml", $"artifact_location: {There}/{Path.GetFileName(place)}\ncreation_time: 5\nexperiment_id: '{Path.GetFileName(place)}'\nlast_update_time: 6\nlifecycle_stage: {stage}\nname: {name}\n");

    private void Version(int number, string source, string stage, string? run) => Write($"models/delay/version-{number}/meta.yaml",
        $"aliases: []\ncreation_timestamp: 1{number}\ncurrent_stage: {stage}\ndescription: null\nlast_updated_timestamp: 2{number}\nname: delay\nrun_id: {run ?? "null"}\nrun_link: null\nsource: {source}\nstatus: READY\nuser_id: ada\nversion: {number}\n");

    private static string Braces(string inner) => "{" + inner + "}";
}
