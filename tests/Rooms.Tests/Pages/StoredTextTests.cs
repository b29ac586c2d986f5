using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>
/// Names and texts that would run in a browser, stored wherever a client may write, and every page that shows them: what was stored is text there, in the
/// page, in its attributes and in the data it holds for charts.
/// </summary>
public sealed partial class StoredTextTests(StoredTextTests.Shared shared) : IClassFixture<StoredTextTests.Shared>
{
    private const string P = "/p/" + PagesWorld.Project;

    /// <summary>What no page may hold, whoever wrote it: none of it stands in a page of ours.</summary>
    private static readonly string[] Live =
    [
        "<script>alert", "<img src=x", "<svg onload", "<svg/onload", "<b hx-", "<iframe", "<a href=\"javascript:", "<math>", "<template", "<style>@import", "href=\"javascript:", "href='javascript:", "src=\"javascript:",
        "<!--<script", "]]><script", "onerror=alert(1)>", "<ſcript", "</title><",
    ];

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("'><svg onload=alert(1)>")]
    [InlineData("\"><svg/onload=alert(1)>")]
    [InlineData("\"onmouseover=alert(1) x=\"")]
    [InlineData("'onmouseover=alert(1) x='")]
    [InlineData("javascript:alert(1)")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<b hx-get=/api/v1/tokens hx-trigger=load>x")]
    [InlineData("<!--<script>alert(1)")]
    [InlineData("]]><script>alert(1)</script>")]
    [InlineData("</title><script>alert(1)</script>")]
    [InlineData("<iframe srcdoc='<script>alert(1)</script>'>")]
    [InlineData("[x](javascript:alert(1)) ![y](x\" onerror=\"alert(1))")]
    [InlineData("<ſcript>alert(1)</ſcript>")]
    public async Task What_was_stored_is_text_on_every_page(string payload)
    {
        string text = payload + shared.Next(), marker = shared.Marker;
        Stored stored = await shared.StoreAsync(text);
        foreach (string page in stored.Pages)
        {
            // An error that names what was asked for would hold the marker too.
            string html = await shared.LookAsync(page, HttpStatusCode.OK);
            html.ShouldContain(marker, Case.Sensitive, page);
            Holds(html, page, text);
        }
        foreach (string page in (string[])[$"/search?q={Escape(text)}", $"/search?q={Escape(text)}&project={PagesWorld.Project}", $"{P}/experiments?q={Escape(text)}", $"{P}/experiments?sort={Escape(text)}&cols={Escape(text)}", $"{P}/experiments/{Escape(text)}x",
            $"{P}/models/{Escape(text)}x", $"/p/{Escape(text)}", $"{P}/compare?runs={Escape(text)}", $"{P}/leaderboard?goal={Escape(text)}&on={Escape(text)}", $"{P}/ledger?type={Escape(text)}", P, $"{P}/ledger", "/experiments", $"{P}/lineage", $"{P}/models"])
            Holds(await shared.LookAsync(page), page, text);
    }

    /// <summary>Where a name has no room for it, it is refused and nothing is stored.</summary>
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"onmouseover=alert(1) x=\"")]
    [InlineData("'><svg onload=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    public async Task Keys_and_aliases_hold_no_markup(string payload)
    {
        string run = shared.Run;
        foreach ((string call, JsonObject body) in ((string, JsonObject)[])
        [
            ("runs/log-metric", new() { ["run_id"] = run, ["key"] = payload, ["value"] = 1, ["timestamp"] = 1 }), ("runs/log-parameter", new() { ["run_id"] = run, ["key"] = payload, ["value"] = "1" }),
            ("runs/set-tag", new() { ["run_id"] = run, ["key"] = payload, ["value"] = "1" }), ("experiments/set-experiment-tag", new() { ["experiment_id"] = "0", ["key"] = payload, ["value"] = "1" }),
            ("registered-models/alias", new() { ["name"] = "plain", ["alias"] = payload, ["version"] = "1" }), ("webhooks", new() { ["name"] = payload, ["url"] = "https://example.org", ["events"] = new JsonArray() }),
            ("logged-models", new() { ["experiment_id"] = "0", ["name"] = payload + "/" }),
        ])
        {
            using HttpResponseMessage answer = await shared.SendAsync(call, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, call);
        }
    }

    private static void Holds(string html, string page, string text)
    {
        foreach (string live in Live) html.ShouldNotContain(live, Case.Insensitive, page);
        if (text.AsSpan().ContainsAny('<', '"', '\'')) html.ShouldNotContain(text, Case.Sensitive, page);
        // Nothing that a browser runs stands in the page itself: scripts are files of ours or data.
        foreach (Match script in Script().Matches(html)) (script.Value.Contains(" src=\"/assets/", StringComparison.Ordinal) || script.Value.Contains("type=\"application/json\"", StringComparison.Ordinal)).ShouldBeTrue($"{page}: {script.Value}");
        Handler().IsMatch(Value().Replace(html, "\"\"")).ShouldBeFalse(page);
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    [GeneratedRegex("<script[^>]*>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Script();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Value();

    // An attribute of an element that is code.
    [GeneratedRegex("<[a-z][^<>]*[\\s\"'/]on[a-z]+\\s*=", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Handler();

    /// <summary>What was stored under a text, and the pages that show it.</summary>
    internal sealed record Stored(IReadOnlyList<string> Pages);

    /// <summary>The whole server with one project.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        private TestWorld _world = null!;
        private TestRepository _repository = null!;
        private int _number;

        public string Marker => $"zq{_number}zq";

        public string Run { get; private set; } = "";

        public string Next()
        {
            _number++;
            return Marker;
        }

        public async ValueTask InitializeAsync()
        {
            (_world, _repository) = await PagesWorld.StartAsync();
            Run = await RunAsync("0", "plain");
        }

        public async ValueTask DisposeAsync()
        {
            await _world.DisposeAsync();
            _repository.Dispose();
        }

        /// <summary>Writes the text into everything that takes it, through the doors of clients.</summary>
        internal async Task<Stored> StoreAsync(string text)
        {
            // Names of models and files have no room for a slash.
            string name = text.Replace('/', '-').Replace(':', '-'), logged = string.Concat(text.Where(c => !"/:.%\"'".Contains(c)));
            string experiment = (string)(await PostAsync("experiments/create", new() { ["name"] = text, ["tags"] = Tags(("cairn.project", PagesWorld.Project), ("about", text), ("mlflow.note.content", text)) }))["experiment_id"]!;
            string run = await RunAsync(experiment, text), other = await RunAsync(experiment, text);
            foreach (string one in (string[])[run, other])
            {
                await PostAsync("runs/log-batch", new()
                {
                    ["run_id"] = one,
                    ["metrics"] = new JsonArray(Metric(1, 0.5 + (one == run ? 0 : 0.1)), Metric(2, 0.7)),
                    ["params"] = new JsonArray(new JsonObject { ["key"] = "p", ["value"] = text + one[..2] }),
                    ["tags"] = Tags(("about", text), ("mlflow.note.content", text), ("mlflow.user", text), ("mlflow.source.name", text), ("mlflow.source.git.commit", text)),
                });
                await PostAsync("runs/log-inputs", new() { ["run_id"] = one, ["datasets"] = new JsonArray(new JsonObject { ["tags"] = Tags(("mlflow.data.context", "evaluation")), ["dataset"] = new JsonObject { ["name"] = text, ["digest"] = Marker, ["source_type"] = "local", ["source"] = text, ["schema"] = new JsonObject { ["x"] = text }.ToJsonString() } }) });
                await PostAsync("runs/update", new() { ["run_id"] = one, ["status"] = "FINISHED", ["end_time"] = 1795163560934 });
            }
            foreach ((string ending, string content) in ((string, string)[])[("txt", text), ("json", new JsonObject { [text] = text }.ToJsonString()), ("csv", $"{Quoted(text)},b\n{Quoted(text)},1\n"), ("svg", text), ("md", text)])
                await PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/{Uri.EscapeDataString(name)}.{ending}", content);
            string model = (string)(await PostAsync("logged-models", new() { ["experiment_id"] = experiment, ["name"] = logged, ["source_run_id"] = run, ["model_type"] = text, ["params"] = Tags(("p", text)), ["tags"] = Tags(("about", text)) }))["model"]!["info"]!["model_id"]!;
            foreach ((string file, string content) in ((string, string)[])[("MLmodel", "flavors: {}"), ($"{name}.txt", text)])
                await PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/models/{model}/artifacts/{Uri.EscapeDataString(file)}", content);
            await PostAsync("runs/outputs", new() { ["run_id"] = run, ["models"] = new JsonArray(new JsonObject { ["model_id"] = model, ["step"] = 1 }) });
            await PostAsync("registered-models/create", new() { ["name"] = name, ["description"] = text, ["tags"] = Tags(("about", text), ("cairn.project", PagesWorld.Project)) });
            await PostAsync("model-versions/create", new() { ["name"] = name, ["source"] = $"models:/{model}", ["run_id"] = run, ["description"] = text, ["run_link"] = text, ["tags"] = Tags(("about", text)) });
            await PostAsync("registered-models/create", new() { ["name"] = "prompt " + name, ["description"] = text, ["tags"] = Tags(("mlflow.prompt.is_prompt", "true"), ("cairn.project", PagesWorld.Project)) });
            foreach (string more in (string[])["", "\nand more"])
                await PostAsync("model-versions/create", new() { ["name"] = "prompt " + name, ["source"] = "dummy", ["description"] = text, ["tags"] = Tags(("mlflow.prompt.is_prompt", "true"), ("mlflow.prompt.text", text + more)) });
            // Off, so that nothing is sent.
            await PostAsync("webhooks", new() { ["name"] = "hook-" + Marker, ["url"] = "https://93.184.216.34/" + Escape(text), ["description"] = text, ["status"] = "DISABLED", ["events"] = new JsonArray(new JsonObject { ["entity"] = "REGISTERED_MODEL", ["action"] = "CREATED" }) });
            string trace = "tr-" + Marker;
            using (HttpResponseMessage made = await ThreeAsync("traces", Trace(trace, experiment, text))) made.StatusCode.ShouldBe(HttpStatusCode.OK, await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            await SpanAsync(experiment, text);
            await _world.Http.SendAsync("POST", $"/api/v1/projects/{PagesWorld.Project}/run-views", HttpStatusCode.Created, new { name = logged, q = $"tags.about != '{Marker}'", experiment = text });
            string version = (await _world.Get<IModels>().FindAsync(PagesWorld.Project, name, 1))!.Id;
            string e = $"{P}/experiments/{Escape(text)}", m = $"{P}/models/{Escape(name)}", r = $"{e}/runs/{run}", prompt = $"/prompts/{Escape("prompt " + name)}";
            return new Stored(
            [
                $"{P}/experiments", e, $"{e}?cols=params.p,tags.about,tags.mlflow.user", r, $"{P}/compare?runs={run},{other}", $"{P}/leaderboard?goal=max%20auc&on={Marker}", $"{e}/traces", $"{e}/traces/{trace}", $"{P}/models", m, $"{m}/1", $"{m}/1/card",
                $"{r}/artifacts", $"{r}?curves={Escape(text)}", $"{r}/live?curves={Escape(text)}", $"{P}/all-experiments", "/prompts", prompt, $"{prompt}?version=1&against=2", "/webhooks", $"{P}/logged-models/{model}",
                .. ((string[])[$"logged-model/{model}", $"version/{version}"]).SelectMany(of => (string[])[$"{P}/files/{of}", $"{P}/files/{of}/MLmodel", $"{P}/files/{of}/{Escape(name)}.txt"]),
                .. ((string[])["txt", "json", "csv", "svg", "md"]).Select(ending => $"{r}/artifacts/{Uri.EscapeDataString(name)}.{ending}"), $"{P}/models/{Escape("prompt " + name)}", $"{P}/models/{Escape("prompt " + name)}/1",
            ]);
        }

        public async Task<string> LookAsync(string path, HttpStatusCode? expected = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/html");
            using HttpResponseMessage answer = await _world.Http.SendAsync(request, TestContext.Current.CancellationToken);
            string html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
            if (expected is { } status) answer.StatusCode.ShouldBe(status, path);
            answer.Headers.GetValues("Content-Security-Policy").ShouldNotContain(v => v.Contains("'unsafe-inline'", StringComparison.Ordinal) && v.Contains("script-src 'unsafe", StringComparison.Ordinal), path);
            return html;
        }

        public Task<HttpResponseMessage> SendAsync(string call, JsonObject body) => PostJsonAsync("/api/2.0/mlflow/" + call, body);

        private Task<HttpResponseMessage> ThreeAsync(string call, JsonObject body) => PostJsonAsync("/api/3.0/mlflow/" + call, body);

        private Task<HttpResponseMessage> PostJsonAsync(string path, JsonObject body)
            => _world.Http.PostAsync(path, new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")), TestContext.Current.CancellationToken);

        private async Task<JsonObject> PostAsync(string call, JsonObject body)
        {
            using HttpResponseMessage answer = await SendAsync(call, body);
            string said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{call}: {said}");
            return JsonNode.Parse(said)!.AsObject();
        }

        private async Task PutAsync(string path, string content)
        {
            using HttpResponseMessage answer = await _world.Http.PutAsync(path, new StringContent(content), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        private async Task<string> RunAsync(string experiment, string name) => (string)(await PostAsync("runs/create", new() { ["experiment_id"] = experiment, ["user_id"] = name, ["run_name"] = name, ["start_time"] = 1795163460934 }))["run"]!["info"]!["run_id"]!;

        private async Task SpanAsync(string experiment, string text)
        {
            JsonObject root = Tracking.Traces.OtlpSample.Span(700 + _number, 1, 0, text, 0, 5, "STATUS_CODE_ERROR", ("mlflow.spanInputs", new JsonObject { [text] = text }), ("mlflow.spanOutputs", text), ("about", text));
            (await Tracking.Traces.OtlpSample.ExportAsync(_world, Encoding.UTF8.GetBytes(Tracking.Traces.OtlpSample.Body(root)), experiment: experiment)).Status.ShouldBe(HttpStatusCode.OK);
        }

        private static JsonObject Trace(string id, string experiment, string text) => new()
        {
            ["trace"] = new JsonObject
            {
                ["trace_info"] = new JsonObject
                {
                    ["trace_id"] = id,
                    ["trace_location"] = Tracking.Traces.OtlpSample.Place(experiment),
                    ["request_time"] = "2026-11-20T08:32:22.098Z",
                    ["state"] = "OK",
                    ["request_preview"] = text,
                    ["response_preview"] = text,
                    ["trace_metadata"] = new JsonObject { ["about"] = text },
                    ["tags"] = new JsonObject { ["mlflow.traceName"] = text, ["about"] = text },
                    ["assessments"] = new JsonArray(new JsonObject { ["assessment_name"] = text, ["feedback"] = new JsonObject { ["value"] = text }, ["rationale"] = text, ["source"] = new JsonObject { ["source_type"] = "HUMAN", ["source_id"] = text } }),
                },
            },
        };

        private static JsonObject Metric(int step, double value) => new() { ["key"] = "auc", ["value"] = value, ["timestamp"] = 1795163460934 + step, ["step"] = step };

        private static JsonArray Tags(params (string Key, string Value)[] tags) => new([.. tags.Select(t => (JsonNode)new JsonObject { ["key"] = t.Key, ["value"] = t.Value })]);

        private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
