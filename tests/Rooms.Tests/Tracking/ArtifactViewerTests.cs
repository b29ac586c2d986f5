using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.DuckDb;
using Cairn.Rooms.Tests.Delivery;
using Cairn.Rooms.Tests.Pages;
using Cairn.Tracking.Artifacts.Viewers;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Files of runs as their pages show them. What a stranger put there is looked at and never becomes part of this site.</summary>
public sealed class ArtifactViewerTests : IAsyncLifetime
{
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", Script = "<script>top.document.title='taken'</script>";
    private TestWorld _world = null!;
    private TestRepository _repository = null!;
    private string _run = "", _page = "";

    public async ValueTask InitializeAsync()
    {
        (_world, _repository) = await PagesWorld.StartAsync();
        string id = (string)(await _world.PostAsync("experiments/create", $$"""{"name": "{{PagesWorld.Project}}"}"""))["experiment_id"]!;
        _run = await _world.CreateRunAsync(id);
        _page = $"/p/{PagesWorld.Project}/experiments/{PagesWorld.Project}/runs/{_run}";
    }

    [Theory]
    [InlineData("notes/a b.txt", "one <b>two</b>", "one &lt;b&gt;two&lt;/b&gt;")]
    [InlineData("a.json", """{"a":{"b":1}}""", "\"b\": 1")]
    [InlineData("broken.json", """{"a":""", "{&quot;a&quot;:")]
    [InlineData("rows.csv", "name,n\n\"x, y\",2\n", "x, y")]
    [InlineData("rows.tsv", "name\tn\nx\t2\n", "Rows of the file")]
    [InlineData("conf.yaml", "a: 1", "a: 1")]
    [InlineData("empty.txt", "", "The file is empty.")]
    [InlineData("bytes.bin", "a\0b", "bytes that are no text")]
    [InlineData("broken.onnx", "no model", "Download it to look at it.")]
    public async Task A_file_is_shown_by_what_it_is(string path, string content, string shown)
    {
        await PutAsync(path, Encoding.UTF8.GetBytes(content));
        (await _world.Http.GetStringAsync(_page)).ShouldContain("/artifacts/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
        string page = await _world.Http.GetStringAsync(Address(path));
        WebUtility.HtmlDecode(page).ShouldContain(WebUtility.HtmlDecode(shown));
        page.ShouldContain("Download");
    }

    [Fact]
    public async Task A_long_text_is_shown_by_its_beginning()
    {
        await PutAsync("long.log", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("line\n", 100_000)) + "the end"));
        string page = await _world.Http.GetStringAsync(Address("long.log"));
        page.ShouldContain("its beginning");
        page.ShouldNotContain("the end");
        page.Length.ShouldBeLessThan(200_000);
    }

    [Fact]
    public async Task A_model_tells_its_ports_and_a_picture_is_drawn()
    {
        await PutAsync("model.onnx", DeliveryWorld.Model(1));
        string model = await _world.Http.GetStringAsync(Address("model.onnx"));
        model.ShouldContain("Inputs of the model");
        model.ShouldContain("[any, 1]");
        model.ShouldContain("Graph of the model");
        model.ShouldMatch("data-edges=\"[^\"]+in0[^\"]+out0");
        (await _world.Http.GetStringAsync(Address("model.onnx"))).ShouldContain("Inputs of the model");
        _world.Get<OnnxLooks>().Opened.ShouldBe(1);
        await PutAsync("plot.png", Convert.FromBase64String(Picture));
        (await _world.Http.GetStringAsync(Address("plot.png"))).ShouldContain("/parts/artifact-picture?run=");
        using HttpResponseMessage picture = await InlineAsync("picture", "plot.png");
        picture.StatusCode.ShouldBe(HttpStatusCode.OK);
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
    }

    [Fact]
    public async Task A_Parquet_file_is_shown_by_its_first_rows_and_a_broken_one_says_so()
    {
        string file = Path.Combine(_world.Directory, "rows.parquet");
        using (var engine = new DuckMemory(2, "256MB"))
        using (DuckConnection duck = engine.Connect())
            duck.Execute($"copy (select i as n, '<b>' || i as carrier, [i, null] as list, null as gone from range(150) r(i)) to {DuckSql.Literal(file)} (format parquet)");
        await PutAsync("rows.bin", await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        string page = await _world.Http.GetStringAsync(Address("rows.bin"));
        page.ShouldContain("its beginning");
        page.ShouldContain("&lt;b&gt;99");
        page.ShouldNotContain("&lt;b&gt;100");
        page.ShouldContain("[7, NULL]");
        await PutAsync("broken.parquet", Encoding.UTF8.GetBytes("PAR1 and no more"));
        (await _world.Http.GetStringAsync(Address("broken.parquet"))).ShouldContain("The file cannot be read as Parquet.");
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
        await PutAsync(path, Encoding.UTF8.GetBytes(content));
        string page = await _world.Http.GetStringAsync(Address(path));
        page.ShouldNotContain("<script>");
        using HttpResponseMessage shown = await _world.Http.GetAsync(Address(path));
        shown.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'");
        // No picture is made of it, and as a page it has an origin of its own.
        using HttpResponseMessage picture = await InlineAsync("picture", path);
        picture.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using HttpResponseMessage apart = await InlineAsync("page", path);
        string policy = apart.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("sandbox allow-scripts;");
        policy.ShouldNotContain("allow-same-origin");
        policy.ShouldContain("default-src 'none'");
        apart.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        using HttpResponseMessage saved = await _world.Http.GetAsync($"/get-artifact?run_id={_run}&path={Uri.EscapeDataString(path)}");
        saved.Headers.GetValues("Content-Security-Policy").Single().ShouldBe("sandbox; default-src 'none'");
        saved.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Theory]
    [InlineData("none.txt")]
    [InlineData("../../secret")]
    [InlineData("%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("report")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await PutAsync("report/a.txt", "x"u8.ToArray());
        (await InlineAsync("page", path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _world.Http.GetAsync($"/p/{PagesWorld.Project}/parts/artifact-page?run=none&path=report/a.txt")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _repository.Dispose();
    }

    private string Address(string path) => $"{_page}/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    private Task<HttpResponseMessage> InlineAsync(string way, string path) => _world.Http.GetAsync($"/p/{PagesWorld.Project}/parts/artifact-{way}?run={_run}&path={Uri.EscapeDataString(path)}");

    private async Task PutAsync(string path, byte[] content)
    {
        JsonObject run = await _world.GetAsync($"runs/get?run_id={_run}");
        string root = ((string)run["run"]!["info"]!["artifact_uri"]!)["mlflow-artifacts:/".Length..];
        using var body = new ByteArrayContent(content);
        using HttpResponseMessage put = await _world.Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{root}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}", body);
        put.StatusCode.ShouldBe(HttpStatusCode.OK, await put.Content.ReadAsStringAsync());
    }
}
