using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Platform.Http;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Whoever may not delete, move or clear away tries it at every door that does: nothing is gone afterwards.</summary>
public sealed class DeletionTests(DeletionTests.Kept kept) : IClassFixture<DeletionTests.Kept>
{
    private const string Api = "/api/2.0/mlflow/", Ajax = "/ajax-api/2.0/mlflow/", Files = "/api/2.0/mlflow-artifacts/", Runs = $"/api/v1/projects/{TrackingWorld.Project}/";

    [Theory]
    [InlineData("POST", Api + "runs/delete", """{"run_id": "{run}"}""")]
    [InlineData("POST", Ajax + "runs/delete", """{"run_id": "{run}"}""")]
    [InlineData("POST", Api + "runs/delete-tag", """{"run_id": "{run}", "key": "team"}""")]
    [InlineData("POST", Api + "experiments/delete", """{"experiment_id": "{experiment}"}""")]
    [InlineData("POST", Api + "experiments/delete-experiment-tag", """{"experiment_id": "{experiment}", "key": "team"}""")]
    [InlineData("DELETE", Files + "artifacts/{experiment}/{run}/artifacts/a.txt", "")]
    [InlineData("DELETE", "/ajax-api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/a.txt", "")]
    [InlineData("PUT", Files + "artifacts/{experiment}/{run}/artifacts/a.txt", "other")]
    [InlineData("POST", Files + "mpu/abort/{experiment}/{run}/artifacts/a.txt", """{"upload_id": "x"}""")]
    [InlineData("DELETE", Api + "registered-models/delete", """{"name": "delay"}""")]
    [InlineData("DELETE", Api + "registered-models/delete-tag", """{"name": "delay", "key": "team"}""")]
    [InlineData("DELETE", Api + "registered-models/alias", """{"name": "delay", "alias": "champion"}""")]
    [InlineData("POST", Api + "registered-models/rename", """{"name": "delay", "new_name": "gone"}""")]
    [InlineData("DELETE", Ajax + "model-versions/delete", """{"name": "delay", "version": "1"}""")]
    [InlineData("DELETE", Api + "model-versions/delete-tag", """{"name": "delay", "version": "1", "key": "team"}""")]
    [InlineData("DELETE", Api + "logged-models/{model}", "")]
    [InlineData("DELETE", Api + "logged-models/{model}/tags/team", "")]
    [InlineData("POST", Api + "traces/delete-traces", """{"experiment_id": "{experiment}", "max_timestamp_millis": 9000000000000}""")]
    [InlineData("POST", "/api/3.0/mlflow/traces/delete-traces", """{"experiment_id": "{experiment}", "request_ids": ["tr-1"]}""")]
    [InlineData("DELETE", "/api/3.0/mlflow/traces/tr-1/tags", """{"key": "team"}""")]
    [InlineData("DELETE", "/api/3.0/mlflow/traces/tr-1/assessments/{assessment}", "")]
    [InlineData("DELETE", Api + "webhooks/{webhook}", "")]
    [InlineData("PATCH", Api + "webhooks/{webhook}", """{"status": "ACTIVE"}""")]
    [InlineData("POST", "/webhooks/{webhook}/delete", "")]
    [InlineData("POST", "/webhooks/{webhook}/switch", "")]
    [InlineData("DELETE", "/api/3.0/mlflow/datasets/{dataset}", "")]
    [InlineData("DELETE", "/api/3.0/mlflow/datasets/{dataset}/tags/team", "")]
    [InlineData("DELETE", "/api/3.0/mlflow/datasets/{dataset}/records", """{"dataset_record_ids": ["dr-1"]}""")]
    [InlineData("DELETE", Runs + "run-views/mine", "")]
    [InlineData("POST", "/p/" + TrackingWorld.Project + "/run-views/delete", "name=mine")]
    [InlineData("POST", Runs + "runs/{run}/move", """{"experiment": "elsewhere"}""")]
    [InlineData("DELETE", Runs + "runs/{run}", "")]
    [InlineData("POST", Runs + "runs/{run}/tags", """{"tags": {"team": null}}""")]
    [InlineData("PUT", Runs + "runs/{run}/artifacts/a.txt", "other")]
    [InlineData("DELETE", Runs + "models/delay/aliases/champion", "")]
    [InlineData("PUT", Runs + "models/delay/aliases/champion", """{"version": "2"}""")]
    [InlineData("POST", "/api/v1/gc", """{"older_than_days": 0}""")]
    [InlineData("POST", "/api/v1/imports/mlflow", """{"from": "/etc/passwd"}""")]
    public async Task Nobody_takes_away_what_he_may_not(string method, string path, string body)
    {
        (string Who, Action<HttpRequestMessage> As)[] callers =
        [
            ("nobody, through a proxy", r => r.Headers.Add("X-Forwarded-For", "203.0.113.9")),
            ("nobody, through another proxy", r => r.Headers.Add("Forwarded", "for=127.0.0.1")),
            ("nobody, by the public address", r => r.Headers.Host = "cairn.example.org"),
            ("a word that is no token", r => With(r, "Bearer letmein")),
            ("a name and no token", r => With(r, "Basic " + Convert.ToBase64String("local:"u8))),
            ("an actor by its name alone", r => { r.Headers.Add("X-Forwarded-For", "127.0.0.1"); r.Headers.Add("X-Cairn-Actor", "local"); }),
            ("a token that was revoked", r => With(r, kept.Revoked)),
            ("a token cut short", r => With(r, kept.Writer[..^1])),
            ("a reader", r => With(r, kept.Reader)),
            ("another project's token", r => With(r, kept.Stranger)),
            ("a token of endpoints alone", r => With(r, kept.Asker)),
        ];
        foreach ((string who, Action<HttpRequestMessage> make) in callers)
        {
            using HttpRequestMessage request = kept.Ask(method, path, body);
            make(request);
            using HttpResponseMessage answer = await kept.World.Http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBeOneOf([HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound], $"{who}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            // 404 is the answer to a token of another project alone: the project is none that it knows.
            if (answer.StatusCode == HttpStatusCode.NotFound) who.ShouldBe("another project's token");
        }
        await kept.IsWholeAsync();
    }

    /// <summary>The same door, opened by who may: a refusal above is one of the caller, not of the words.</summary>
    [Fact]
    public async Task Who_may_does()
    {
        foreach ((string method, string path, string body) in ((string, string, string)[])
            [("POST", Api + "runs/delete", """{"run_id": "{run}"}"""), ("POST", Api + "runs/restore", """{"run_id": "{run}"}"""), ("POST", Api + "experiments/delete", """{"experiment_id": "{experiment}"}"""), ("POST", Api + "experiments/restore", """{"experiment_id": "{experiment}"}"""),
             ("DELETE", Runs + "runs/{run}", ""), ("POST", Runs + "runs/{run}/restore", ""), ("POST", "/webhooks/{webhook}/switch", ""), ("POST", "/webhooks/{webhook}/switch", ""),
             ("DELETE", Runs + "models/delay/aliases/champion", ""), ("PUT", Runs + "models/delay/aliases/champion", """{"version": "1"}""")])
        {
            using HttpRequestMessage request = kept.Ask(method, path, body);
            With(request, kept.Writer);
            using HttpResponseMessage answer = await kept.World.Http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.SeeOther], path);
        }
        await kept.IsWholeAsync();
    }

    private static void With(HttpRequestMessage request, string authorization) => request.Headers.TryAddWithoutValidation("Authorization", authorization);

    /// <summary>One guarded server with something of each kind.</summary>
    public sealed class Kept : IAsyncLifetime
    {
        private string _run = "", _experiment = "", _model = "", _dataset = "", _assessment = "", _webhook = "", _state = "";

        public TestWorld World { get; private set; } = null!;

        public string Writer { get; private set; } = "";

        public string Reader { get; private set; } = "";

        public string Stranger { get; private set; } = "";

        public string Asker { get; private set; } = "";

        public string Revoked { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            World = await TrackingWorld.StartGuardedAsync(PublicUrl.Parse("https://cairn.example.org"));
            Writer = (await TokenAsync(new { actor = "client:x", role = "write" })).Secret;
            Reader = (await TokenAsync(new { actor = "client:x", role = "read" })).Secret;
            Stranger = (await TokenAsync(new { actor = "client:x", role = "admin", project = "churn" })).Secret;
            Asker = (await TokenAsync(new { actor = "client:x", role = "infer", endpoints = (string[])["delay"] })).Secret;
            (Revoked, string id) = await TokenAsync(new { actor = "client:x", role = "admin" });
            await World.Http.SendAsync("DELETE", "/api/v1/tokens/" + id, HttpStatusCode.NoContent);
            await FillAsync();
            _state = await StateAsync();
        }

        public ValueTask DisposeAsync() => World.DisposeAsync();

        public HttpRequestMessage Ask(string method, string path, string body)
        {
            var request = new HttpRequestMessage(new HttpMethod(method), Filled(path));
            string type = body.StartsWith('{') ? "application/json" : body.StartsWith("name=", StringComparison.Ordinal) ? "application/x-www-form-urlencoded" : "text/plain";
            if (body.Length > 0) request.Content = new StringContent(Filled(body), Encoding.UTF8, new MediaTypeHeaderValue(type));
            return request;
        }

        /// <summary>All is as it was.</summary>
        public async Task IsWholeAsync() => (await StateAsync()).ShouldBe(_state);

        private string Filled(string text) => text.Replace("{run}", _run, StringComparison.Ordinal).Replace("{experiment}", _experiment, StringComparison.Ordinal).Replace("{model}", _model, StringComparison.Ordinal).Replace("{dataset}", _dataset, StringComparison.Ordinal)
            .Replace("{assessment}", _assessment, StringComparison.Ordinal).Replace("{webhook}", _webhook, StringComparison.Ordinal);

        private async Task<(string Secret, string Id)> TokenAsync(object draft)
        {
            JsonNode? made = await World.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, draft);
            return ("Bearer " + made.Text("secret"), made.Text("id"));
        }

        private async Task FillAsync()
        {
            _experiment = (string)(await World.PostAsync("experiments/create", $$"""{"name": "{{TrackingWorld.Project}}", "tags": [{"key": "team", "value": "ops"}]}"""))["experiment_id"]!;
            _run = await World.CreateRunAsync(_experiment, """[{"key": "team", "value": "ops"}]""");
            _model = (string)(await World.PostAsync("logged-models", $$"""{"experiment_id": "{{_experiment}}", "name": "late", "tags": [{"key": "team", "value": "ops"}]}"""))["model"]!["info"]!["model_id"]!;
            foreach (string place in (string[])[$"{_run}/artifacts", $"models/{_model}/artifacts"])
                (await World.Http.PutAsync($"{Files}artifacts/{_experiment}/{place}/a.txt", new StringContent("kept"), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
            await World.PostAsync("registered-models/create", $$"""{"name": "delay", "tags": [{"key": "team", "value": "ops"}, {"key": "cairn.project", "value": "{{TrackingWorld.Project}}"}]}""");
            for (int version = 1; version <= 2; version++) await World.PostAsync("model-versions/create", $$"""{"name": "delay", "source": "models:/{{_model}}", "tags": [{"key": "team", "value": "ops"}]}""");
            await World.PostAsync("registered-models/alias", """{"name": "delay", "alias": "champion", "version": "1"}""");
            await World.Http.SendAsync("POST", "/api/3.0/mlflow/traces", HttpStatusCode.OK, new { trace = new { trace_info = new { trace_id = "tr-1", trace_location = new { type = "MLFLOW_EXPERIMENT", mlflow_experiment = new { experiment_id = _experiment } }, request_time = "2026-11-20T08:32:22.098Z", state = "OK", tags = new { team = "ops" } } } });
            _dataset = (string)(await World.Http.SendAsync("POST", "/api/3.0/mlflow/datasets/create", HttpStatusCode.OK, new { name = "questions", tags = """{"team": "ops"}""", experiment_ids = (string[])[_experiment] }))!["dataset"]!["dataset_id"]!;
            JsonNode said = (await World.Http.SendAsync("POST", "/api/3.0/mlflow/traces/tr-1/assessments", HttpStatusCode.OK, new { assessment = new { assessment_name = "good", feedback = new { value = true }, source = new { source_type = "HUMAN", source_id = "ada" } } }))!;
            _assessment = said["assessment"].Text("assessment_id");
            // Off, so that nothing is sent.
            _webhook = (await World.PostAsync("webhooks", """{"name": "hook", "url": "https://good.example/x", "status": "DISABLED", "events": [{"entity": "REGISTERED_MODEL", "action": "CREATED"}]}"""))["webhook"].Text("webhook_id");
            await World.Http.SendAsync("POST", $"{Runs}run-views", HttpStatusCode.Created, new { name = "mine", q = "metrics.auc > 0.5" });
        }

        private async Task<string> StateAsync()
        {
            string[] asked =
            [
                $"{Api}experiments/get?experiment_id={_experiment}", $"{Api}runs/get?run_id={_run}", $"{Api}artifacts/list?run_id={_run}", $"{Api}logged-models/{_model}", $"{Api}registered-models/get?name=delay",
                $"{Api}model-versions/get?name=delay&version=1", $"/api/3.0/mlflow/traces/tr-1", $"/api/3.0/mlflow/datasets/{_dataset}", $"{Runs}run-views", $"/get-artifact?run_id={_run}&path=a.txt",
                $"{Runs}models/delay", $"{Api}webhooks/{_webhook}",
            ];
            var all = new StringBuilder();
            foreach (string path in asked)
            {
                using HttpResponseMessage answer = await World.Http.GetAsync(path, TestContext.Current.CancellationToken);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                all.AppendLine(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }
            return all.ToString();
        }
    }
}
