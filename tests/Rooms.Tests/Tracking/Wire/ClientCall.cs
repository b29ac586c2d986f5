namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>A call in the form that a client of another language gives it. <c>{name}</c> stands for what an earlier answer was called.</summary>
/// <param name="Path">Below <c>/api/2.0/</c>, with the query.</param>
/// <param name="Body">Null for none.</param>
/// <param name="Expect">Of the answer: <c>run.info.status = RUNNING</c>, or <c>run.info.run_id as run</c>.</param>
internal sealed record ClientCall(string Method, string Path, string? Body, params string[] Expect)
{
    /// <summary>
    /// R's client sends every value as text, numbers in the shortest form that R prints, truths in capitals, and both names of a run's id; what is missing is left
    /// out. Its oldest releases know <c>run_uuid</c> alone and list experiments by a call that later servers do not have.
    /// </summary>
    public static IReadOnlyList<ClientCall> OfR { get; } =
    [
        new("POST", "mlflow/experiments/create", """{"name":"from R"}""", "experiment_id as exp"),
        new("GET", "mlflow/experiments/get?experiment_id={exp}", null, "experiment.name = from R"),
        new("GET", "mlflow/experiments/get-by-name?experiment_name=from%20R", null, "experiment.experiment_id = {exp}"),
        new("POST", "mlflow/experiments/set-experiment-tag", """{"experiment_id":"{exp}","key":"team","value":"ops"}"""),
        new("POST", "mlflow/experiments/search", """{"filter":"tags.team = 'ops'","view_type":"ACTIVE_ONLY","max_results":"1e+03"}""", "experiments.0.name = from R"),
        new("GET", "mlflow/experiments/list?view_type=ACTIVE_ONLY", null, "experiments.0.name = from R", "experiments.1.name = Default"),
        new("POST", "mlflow/runs/create", """{"experiment_id":"{exp}","user_id":"ada","start_time":"1.8e+12","tags":[{"key":"mlflow.source.type","value":"LOCAL"}]}""",
            "run.info.run_id as run", "run.info.start_time = 1800000000000", "run.info.run_uuid = {run}"),
        new("GET", "mlflow/runs/get?run_uuid={run}&run_id={run}", null, "run.info.status = RUNNING", "run.data.tags.0.key = mlflow.runName"),
        new("GET", "mlflow/runs/get?run_uuid={run}", null, "run.info.run_id = {run}"),
        new("POST", "mlflow/runs/log-parameter", """{"run_uuid":"{run}","run_id":"{run}","key":"depth","value":"5"}"""),
        new("POST", "mlflow/runs/log-metric", """{"run_uuid":"{run}","run_id":"{run}","key":"rmse","value":"0.5","timestamp":"1800000001000","step":"1e+05"}"""),
        new("POST", "mlflow/runs/log-metric", """{"run_uuid":"{run}","key":"rmse","value":"NaN","timestamp":"1800000002000","step":"100001"}"""),
        new("POST", "mlflow/runs/set-tag", """{"run_uuid":"{run}","run_id":"{run}","key":"stage","value":"tried"}"""),
        new("POST", "mlflow/runs/log-batch", """{"run_id":"{run}","metrics":[{"key":"mae","value":"-1e-05","timestamp":"1800000001000","step":"0"}],"params":[{"key":"seed","value":"1"}],"tags":[{"key":"team","value":"ops"}]}"""),
        new("GET", "mlflow/metrics/get-history?run_uuid={run}&run_id={run}&metric_key=rmse", null, "metrics.0.step = 100000", "metrics.0.value = 0.5", "metrics.1.value = NaN"),
        new("POST", "mlflow/runs/search", """{"experiment_ids":["{exp}"],"filter":"params.depth = '5' and tags.stage = 'tried'","run_view_type":"ACTIVE_ONLY","max_results":"100","order_by":["metrics.mae DESC"]}""",
            "runs.0.info.run_id = {run}", "runs.0.data.metrics.0.value = -1E-05"),
        new("POST", "mlflow/runs/delete-tag", """{"run_id":"{run}","key":"stage"}"""),
        new("POST", "mlflow/runs/update", """{"run_uuid":"{run}","run_id":"{run}","status":"FINISHED","end_time":"1800000009000"}""", "run_info.status = FINISHED", "run_info.end_time = 1800000009000"),
        new("GET", "mlflow/artifacts/list?run_id={run}&run_uuid={run}&path=", null, "root_uri = mlflow-artifacts:/{exp}/{run}/artifacts"),
        new("POST", "mlflow/registered-models/create", """{"name":"r-model","tags":[{"key":"team","value":"ops"}],"description":"trees"}""", "registered_model.name = r-model"),
        new("POST", "mlflow/model-versions/create", """{"name":"r-model","source":"mlflow-artifacts:/{exp}/{run}/artifacts/model","run_id":"{run}","description":"first"}""", "model_version.version = 1", "model_version.run_id = {run}"),
        new("PATCH", "mlflow/model-versions/update", """{"name":"r-model","version":"1","description":"first of all"}""", "model_version.description = first of all"),
        new("POST", "mlflow/model-versions/transition-stage", """{"name":"r-model","version":"1","stage":"Staging","archive_existing_versions":"FALSE"}""", "model_version.current_stage = Staging"),
        new("GET", "mlflow/registered-models/get-latest-versions?name=r-model&stages=Staging", null, "model_versions.0.version = 1"),
        new("POST", "mlflow/model-versions/set-tag", """{"name":"r-model","version":"1","key":"reviewed","value":"yes"}"""),
        new("GET", "mlflow/model-versions/get?name=r-model&version=1", null, "model_version.tags.0.key = reviewed"),
        new("DELETE", "mlflow/model-versions/delete-tag", """{"name":"r-model","version":"1","key":"reviewed"}"""),
        new("PATCH", "mlflow/registered-models/update", """{"name":"r-model","description":"forest"}""", "registered_model.description = forest"),
        new("POST", "mlflow/registered-models/rename", """{"name":"r-model","new_name":"r-forest"}""", "registered_model.name = r-forest"),
        new("GET", "mlflow/registered-models/search?filter=name%20like%20%27r-%25%27&max_results=100&order_by=name%20ASC", null, "registered_models.0.name = r-forest"),
        new("GET", "mlflow/registered-models/list?max_results=100", null, "registered_models.0.name = r-forest"),
        new("DELETE", "mlflow/model-versions/delete", """{"name":"r-forest","version":"1"}"""),
        new("DELETE", "mlflow/registered-models/delete", """{"name":"r-forest"}"""),
        new("POST", "mlflow/runs/delete", """{"run_id":"{run}"}"""),
        new("POST", "mlflow/runs/restore", """{"run_id":"{run}"}"""),
        new("POST", "mlflow/experiments/update", """{"experiment_id":"{exp}","new_name":"from R again"}"""),
        new("POST", "mlflow/experiments/delete", """{"experiment_id":"{exp}"}"""),
        new("POST", "mlflow/experiments/restore", """{"experiment_id":"{exp}"}"""),
    ];

    /// <summary>
    /// Java's client sends proto JSON with the names of the protocol: 64-bit numbers as text, enumerations by name, NaN and infinities as text, over many lines;
    /// what a query lacks comes as an empty value, and what is repeated as a key each.
    /// </summary>
    public static IReadOnlyList<ClientCall> OfJava { get; } =
    [
        new("POST", "mlflow/experiments/create", "{\n  \"name\": \"from Java\",\n  \"artifact_location\": \"\"\n}", "experiment_id as exp"),
        new("GET", "mlflow/experiments/get?experiment_id={exp}", null, "experiment.lifecycle_stage = active"),
        new("POST", "mlflow/experiments/search", """{"max_results": "1000", "page_token": "", "filter": "", "order_by": ["name ASC"], "view_type": "ALL"}""", "experiments.1.name = from Java"),
        new("GET", "mlflow/experiments/list", null, "experiments.0.name = from Java"),
        new("POST", "mlflow/runs/create", "{\n  \"experiment_id\": \"{exp}\",\n  \"user_id\": \"ada\",\n  \"start_time\": \"1800000000000\",\n  \"run_name\": \"night\"\n}", "run.info.run_id as run", "run.info.run_name = night"),
        new("POST", "mlflow/runs/log-parameter", """{"run_uuid": "{run}", "key": "depth", "value": "5", "run_id": "{run}"}"""),
        new("POST", "mlflow/runs/log-metric", """{"run_uuid": "{run}", "key": "rmse", "value": 0.5, "timestamp": "1800000001000", "step": "3", "run_id": "{run}"}"""),
        new("POST", "mlflow/runs/log-metric", """{"run_uuid": "{run}", "key": "loss", "value": "-Infinity", "timestamp": "1800000001000", "step": "0", "run_id": "{run}"}"""),
        new("POST", "mlflow/runs/log-batch", """{"run_id": "{run}", "metrics": [{"key": "mae", "value": 1.0E-5, "timestamp": "1800000001000", "step": "9007199254740993"}], "params": [], "tags": [{"key": "team", "value": "ops"}]}"""),
        new("GET", "mlflow/metrics/get-history?run_uuid={run}&run_id={run}&metric_key=mae", null, "metrics.0.step = 9007199254740993", "metrics.0.value = 1E-05"),
        new("POST", "mlflow/runs/search", """{"experiment_ids": ["{exp}"], "filter": "metrics.rmse < 1", "run_view_type": "ACTIVE_ONLY", "max_results": 1000, "order_by": [], "page_token": ""}""", "runs.0.info.run_id = {run}"),
        new("PUT", "mlflow-artifacts/artifacts/{exp}/{run}/artifacts/notes/day.txt", "a file"),
        new("GET", "mlflow/artifacts/list?run_id={run}&run_uuid={run}&path=notes", null, "files.0.path = notes/day.txt", "files.0.file_size = 6"),
        new("GET", "mlflow-artifacts/artifacts?path={exp}/{run}/artifacts/notes", null, "files.0.path = day.txt", "files.0.is_dir = false"),
        new("POST", "mlflow/runs/update", """{"run_uuid": "{run}", "status": "FAILED", "end_time": "1800000009000", "run_id": "{run}"}""", "run_info.status = FAILED"),
        new("POST", "mlflow/registered-models/create", """{"name": "j-model"}""", "registered_model.name = j-model"),
        new("POST", "mlflow/model-versions/create", """{"name": "j-model", "source": "runs:/{run}/notes", "run_id": "{run}"}""", "model_version.status = READY"),
        new("POST", "mlflow/model-versions/transition-stage", """{"name": "j-model", "version": "1", "stage": "Production", "archive_existing_versions": true}""", "model_version.current_stage = Production"),
        new("GET", "mlflow/registered-models/get-latest-versions?name=j-model&stages=None&stages=Production", null, "model_versions.0.version = 1"),
        new("GET", "mlflow/model-versions/get-download-uri?name=j-model&version=1", null, "artifact_uri = mlflow-artifacts:/{exp}/{run}/artifacts/notes"),
        new("GET", "mlflow/model-versions/search?filter=name%3D%27j-model%27&max_results=10&order_by=version_number+DESC&order_by=last_updated_timestamp+ASC&page_token=", null, "model_versions.0.run_id = {run}"),
        new("POST", "mlflow/runs/delete", """{"run_id": "{run}"}"""),
        new("POST", "mlflow/runs/restore", """{"run_id": "{run}"}"""),
        new("POST", "mlflow/experiments/delete", """{"experiment_id": "{exp}"}"""),
    ];
}
