using System.Globalization;
using System.Net;
using System.Text;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;
using Cairn.Rooms.Tests.Pages;
using Cairn.Tracking.Experiments;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Logged models, and the files of these and of versions, on pages: through the same doors as those of runs.</summary>
public sealed class OwnedFileTests(OwnedFileTests.Kept kept) : IClassFixture<OwnedFileTests.Kept>
{
    private const string P = "/p/" + PagesWorld.Project, Script = "<script>top.document.title='taken'</script>";

    public static TheoryData<string> Kinds { get; } = ["logged-model", "version"];

    [Fact]
    public async Task The_page_of_a_run_names_the_models_that_it_logged_and_each_has_a_page()
    {
        string run = await kept.LookAsync($"{P}/experiments/{PagesWorld.Project}/runs/{kept.Run}");
        run.ShouldContain("Models logged");
        run.ShouldContain($"href=\"{P}/logged-models/{kept.Logged}\"");
        run.ShouldContain("Ready");
        run.ShouldNotContain("stranger");
        string model = await kept.LookAsync($"{P}/logged-models/{kept.Logged}");
        foreach (string shown in (string[])["forest", "sklearn", "acc", "0.75", "held-out abc", "trees", "100", "stage", "tried", "MLmodel", $"/runs/{kept.Run}", $"{P}/files/logged-model/{kept.Logged}/model/a.txt"]) model.ShouldContain(shown);
        using HttpResponseMessage led = await kept.World.Http.GetAsync($"/mlflow/experiments/1/models/{kept.Logged}", TestContext.Current.CancellationToken);
        led.Headers.Location!.ToString().ShouldBe($"{P}/logged-models/{kept.Logged}");
    }

    [Fact]
    public async Task A_run_without_models_has_no_card_of_them()
        => (await kept.LookAsync($"{P}/experiments/{PagesWorld.Project}/runs/{await kept.World.CreateRunAsync(kept.Experiment)}")).ShouldNotContain("Models logged");

    [Fact]
    public async Task The_page_of_a_version_lists_its_files()
    {
        string version = await kept.LookAsync($"{P}/models/forest/1"), file = $"{P}/files/version/{kept.Version}/model/a.txt";
        version.ShouldContain($"href=\"{file}\"");
        string page = await kept.LookAsync(file);
        page.ShouldContain("one &lt;b&gt;two");
        page.ShouldContain($"href=\"{P}/models/forest/1\"");
        (await kept.LookAsync($"{P}/files/version/{kept.Version}")).ShouldContain("MLmodel");
    }

    [Fact]
    public async Task A_version_that_is_one_file_shows_it()
    {
        Artifact file = await kept.World.Get<IArtifactStore>().PutAsync(new MemoryStream(DeliveryWorld.Model(1)), TestContext.Current.CancellationToken);
        ModelVersionView version = await kept.World.Get<IModels>().RegisterAsync(new RegisterVersion(PagesWorld.Project, "single", file.Digest, file.Size), Actor.Service("test"), [], TestContext.Current.CancellationToken);
        (await kept.LookAsync($"{P}/models/single/1")).ShouldContain($"{P}/files/version/{version.Id}/model.onnx");
        (await kept.LookAsync($"{P}/files/version/{version.Id}/model.onnx")).ShouldContain("Inputs of the model");
        using HttpResponseMessage saved = await kept.ContentAsync("file", "version", version.Id, "model.onnx");
        (await saved.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(DeliveryWorld.Model(1));
        (await kept.ContentAsync("file", "version", version.Id, "other.onnx")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("a.html", Script)]
    [InlineData("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'>" + Script + "</svg>")]
    [InlineData("a.png", Script)]
    [InlineData("a.gif", "GIF88a" + Script)]
    [InlineData("a.jpg", "\u00ff\u00d8" + Script)]
    [InlineData("a.js", "alert(1)")]
    [InlineData("a.css", "@import url(http://evil.example)")]
    [InlineData("a.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'>" + Script + "</html>")]
    [InlineData("a.json", "</script>" + Script)]
    [InlineData("<script>alert(1)</script>.txt", Script)]
    [InlineData("a.csv", "x\n\"" + Script + "\"\n")]
    public async Task What_could_run_never_runs_here(string path, string content)
    {
        await kept.PutAsync(path, content);
        foreach ((string kind, string id) in ((string, string)[])[("logged-model", kept.Logged), ("version", kept.Version)])
        {
            string address = $"{P}/files/{kind}/{id}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
            (await kept.LookAsync(address)).ShouldNotContain("<script>");
            using HttpResponseMessage shown = await kept.World.Http.GetAsync(address, TestContext.Current.CancellationToken);
            shown.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
            using HttpResponseMessage picture = await kept.ContentAsync("picture", kind, id, path);
            picture.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            using HttpResponseMessage apart = await kept.ContentAsync("page", kind, id, path);
            string policy = apart.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldStartWith("sandbox allow-scripts;");
            policy.ShouldNotContain("allow-same-origin");
            policy.ShouldContain("default-src 'none'");
            apart.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            using HttpResponseMessage saved = await kept.ContentAsync("file", kind, id, path);
            saved.StatusCode.ShouldBe(HttpStatusCode.OK);
            saved.Headers.GetValues("Content-Security-Policy").Single().ShouldBe("sandbox; default-src 'none'");
            saved.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
            string type = saved.Content.Headers.ContentType!.MediaType!;
            (type is "text/plain" || !type.StartsWith("text/", StringComparison.Ordinal) && !type.Contains("xml", StringComparison.Ordinal) && !type.Contains("script", StringComparison.Ordinal)).ShouldBeTrue(type);
        }
    }

    [Fact]
    public async Task A_version_whose_source_has_come_to_be_itself_has_no_files()
    {
        foreach ((string name, string source) in ((string, string)[])[("y", kept.Logged), ("x", "y/1"), ("z", "x/1")])
        {
            await kept.World.PostAsync("registered-models/create", $$"""{"name": "{{name}}", "tags": [{"key": "cairn.project", "value": "{{PagesWorld.Project}}"}]}""");
            await kept.World.PostAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "models:/{{source}}"}""");
        }
        (await kept.LookAsync($"{P}/models/x/1")).ShouldContain("MLmodel");
        await kept.World.SendAsync(HttpMethod.Delete, "registered-models/delete", """{"name": "y"}""");
        await kept.World.PostAsync("registered-models/rename", """{"name": "z", "new_name": "y"}""");
        (await kept.LookAsync($"{P}/models/x/1")).ShouldContain("No file was kept.");
        using HttpResponseMessage asked = await kept.World.Http.GetAsync("/model-versions/get-artifact?name=x&version=1&path=MLmodel", TestContext.Current.CancellationToken);
        asked.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_path_leads_out_of_the_files_of_its_owner(string kind)
    {
        string id = kind == "version" ? kept.Version : kept.Logged;
        foreach (string way in (string[])["file", "page", "picture"])
        {
            using (HttpResponseMessage there = await kept.ContentAsync(way, kind, id, "model/a.txt")) there.StatusCode.ShouldBe(way == "picture" ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
            // The run has a file of this name, the model has none.
            foreach (string path in SecurityTests.Climbing.Append("model").Append($"../../../{kept.Run}/artifacts/of-run.txt").Append("of-run.txt"))
            {
                using HttpResponseMessage answer = await kept.ContentAsync(way, kind, id, path);
                answer.StatusCode.ShouldBe(path.Contains('\0') ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound, $"{way} {path}");
            }
        }
        foreach (string path in (string[])["..%2f..%2fsecret", "%252e%252e%252fx", "..%5cx", "C:%5Cx", "file:%2f%2f%2fetc%2fpasswd", "%c0%ae%c0%ae%2fx", "x%2500y", "of-run.txt", "%EF%BC%8E%EF%BC%8E%2fx", "CON"])
        {
            using HttpResponseMessage answer = await kept.World.Http.GetAsync($"{P}/files/{kind}/{id}/{path}", TestContext.Current.CancellationToken);
            ((int)answer.StatusCode).ShouldBeInRange(400, 404, path);
        }
    }

    [Fact]
    public async Task A_location_that_leaves_files_no_room_is_refused_and_below_one_from_before_there_are_none()
    {
        string far = "mlflow-artifacts:/" + string.Join('/', Enumerable.Repeat(new string('a', 200), 5));
        (await kept.World.RefusedAsync("experiments/create", $$"""{"name": "far", "artifact_location": "{{far}}"}""", "INVALID_PARAMETER_VALUE")).ShouldContain("at most 512 characters");
        foreach (string? project in (string?[])[null, PagesWorld.Project])
        {
            string name = $"far of {project}", id = (await kept.World.Database.WriteAsync(s => kept.World.Get<ExperimentStore>().Insert(s, name, project, far, 0)))!.Value.ToString(CultureInfo.InvariantCulture);
            string home = project is null ? $"/experiments/{id}" : $"{P}/experiments/{Uri.EscapeDataString(name)}", run = $"{home}/runs/{await kept.World.CreateRunAsync(id)}";
            foreach (string page in (string[])[run, .. project is null ? (string[])[] : (string[])[$"{run}/artifacts"]]) (await kept.LookAsync(page)).ShouldContain("No file was kept.");
        }
    }

    [Fact]
    public async Task What_is_of_no_project_or_another_is_not_found()
    {
        foreach (string path in (string[])
        [
            $"{P}/logged-models/{kept.Stranger}", $"{P}/logged-models/m-0", $"{P}/files/logged-model/{kept.Stranger}", $"{P}/files/logged-model/{kept.Stranger}/a.txt", $"{P}/parts/artifact-file?logged-model={kept.Stranger}&path=a.txt",
            $"{P}/files/version/mv-none", $"{P}/files/version/{kept.Loose}", $"{P}/files/version/{kept.Loose}/a.txt", $"{P}/parts/artifact-file?version={kept.Loose}&path=a.txt", $"{P}/files/nothing/1", $"{P}/files/run/none/a.txt",
        ])
        {
            using HttpResponseMessage answer = await kept.World.Http.GetAsync(path, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
        using HttpResponseMessage nobody = await kept.World.Http.GetAsync($"{P}/parts/artifact-file?path=a.txt", TestContext.Current.CancellationToken);
        nobody.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>A project with a run that logged a model, which is registered; and a model and a version of no project.</summary>
    public sealed class Kept : IAsyncLifetime
    {
        private TestRepository? _repository;
        private TestWorld? _world;

        public TestWorld World => _world!;

        public string Experiment { get; private set; } = "";

        public string Run { get; private set; } = "";

        public string Logged { get; private set; } = "";

        public string Version { get; private set; } = "";

        public string Stranger { get; private set; } = "";

        public string Loose { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            (_world, _repository) = await PagesWorld.StartAsync();
            Experiment = (string)(await World.PostAsync("experiments/create", $$"""{"name": "{{PagesWorld.Project}}"}"""))["experiment_id"]!;
            Run = await World.CreateRunAsync(Experiment);
            Logged = await ModelAsync(Experiment, "forest", Run);
            Stranger = await ModelAsync("0", "stranger", "");
            await World.PostAsync("runs/outputs", $$"""{"run_id": "{{Run}}", "models": [{"model_id": "{{Logged}}", "step": 1}, {"model_id": "{{Stranger}}", "step": 1}]}""");
            await World.PostAsync("runs/log-batch", $$"""{"run_id": "{{Run}}", "metrics": [{"key": "acc", "value": 0.75, "timestamp": 1, "step": 3, "model_id": "{{Logged}}", "dataset_name": "held-out", "dataset_digest": "abc"}]}""");
            await World.SendAsync(HttpMethod.Patch, $"logged-models/{Logged}", $$"""{"model_id": "{{Logged}}", "status": "LOGGED_MODEL_READY"}""");
            await PutAsync("MLmodel", "flavors: {}");
            await PutAsync("model/a.txt", "one <b>two</b>");
            await PutAsync("a.txt", "x", $"0/models/{Stranger}");
            await PutAsync("of-run.txt", "x", $"{Experiment}/{Run}");
            await World.PostAsync("registered-models/create", $$"""{"name": "forest", "tags": [{"key": "cairn.project", "value": "{{PagesWorld.Project}}"}]}""");
            await World.PostAsync("model-versions/create", $$"""{"name": "forest", "source": "models:/{{Logged}}"}""");
            await World.PostAsync("registered-models/create", """{"name": "loose"}""");
            await World.PostAsync("model-versions/create", $$"""{"name": "loose", "source": "models:/{{Stranger}}"}""");
            Version = (await World.Get<IModels>().FindAsync(PagesWorld.Project, "forest", 1))!.Id;
            Loose = (await World.Get<IModels>().FindAsync("", "loose", 1))!.Id;
        }

        public async ValueTask DisposeAsync()
        {
            if (_world is not null) await _world.DisposeAsync();
            _repository?.Dispose();
        }

        public async Task<string> LookAsync(string path)
        {
            using HttpResponseMessage answer = await World.Http.GetAsync(path);
            string page = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {page}");
            return page;
        }

        public Task<HttpResponseMessage> ContentAsync(string way, string kind, string id, string path) => World.Http.GetAsync($"{P}/parts/artifact-{way}?{kind}={id}&path={Uri.EscapeDataString(path)}");

        /// <param name="folder">Whose artifacts; the logged model's when none is named.</param>
        public async Task PutAsync(string path, string content, string? folder = null)
        {
            using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
            using HttpResponseMessage put = await World.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{folder ?? $"{Experiment}/models/{Logged}"}/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}", body);
            put.StatusCode.ShouldBe(HttpStatusCode.OK, await put.Content.ReadAsStringAsync());
        }

        private async Task<string> ModelAsync(string experiment, string name, string run) => (string)(await World.PostAsync("logged-models",
            $$"""{"experiment_id": "{{experiment}}", "name": "{{name}}", "source_run_id": "{{run}}", "model_type": "sklearn", "params": [{"key": "trees", "value": "100"}], "tags": [{"key": "stage", "value": "tried"}]}"""))["model"]!["info"]!["model_id"]!;
    }
}
