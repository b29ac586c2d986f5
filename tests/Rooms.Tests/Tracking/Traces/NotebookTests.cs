using System.Net;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Pages;
using Cairn.Tracking.Traces.Pages;

namespace Cairn.Rooms.Tests.Tracking.Traces;

/// <summary>The frame that MLflow's client puts below a cell: whose trace it may be, and into whose page it goes.</summary>
public sealed class NotebookTests
{
    private const string Frame = "/static-files/lib/notebook-trace-renderer/index.html";

    [Fact]
    public async Task A_frame_shows_traces_of_any_experiment_and_says_which_are_not_here()
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync();
        await using (world)
        using (repository)
        {
            string loose = (string)(await world.PostAsync("experiments/create", """{"name": "loose"}"""))["experiment_id"]!, owned = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{PagesWorld.Project}}"}"""))["experiment_id"]!;
            (string first, string second) = (await TraceAsync(world, loose, 'a', "answer <1>"), await TraceAsync(world, owned, 'b', "retrieve"));
            (HttpStatusCode status, string page, string policy) = await GetAsync(world, $"?trace_id={first}&experiment_id={loose}&trace_id={second}&experiment_id={owned}&trace_id=tr-none&experiment_id=1&version=3.11.0");
            status.ShouldBe(HttpStatusCode.OK);
            foreach (string shown in (string[])["<h1>3 traces</h1>", "answer &lt;1&gt;", "retrieve", "There is no such trace here.", $"href=\"/experiments/{loose}\"", $"href=\"/p/{PagesWorld.Project}/experiments/{PagesWorld.Project}/traces/{second}\""]) page.ShouldContain(shown);
            page.ShouldNotContain("<script");
            policy.ShouldBe("default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
                + "frame-ancestors 'self' http://localhost:* https://localhost:* http://127.0.0.1:* https://127.0.0.1:*");
            (await GetAsync(world, $"?trace_id={first}")).Page.ShouldContain("<h1>answer &lt;1&gt;</h1>");
            (await GetAsync(world, "?trace_id=tr-none")).Status.ShouldBe(HttpStatusCode.NotFound);
            foreach (string wrong in (string[])["", "?trace_id=", "?trace_id=%00", "?" + string.Join('&', Enumerable.Range(0, 21).Select(i => $"trace_id={i}"))]) (await GetAsync(world, wrong)).Status.ShouldBe(HttpStatusCode.BadRequest, wrong);
        }
    }

    [Fact]
    public void Notebooks_elsewhere_are_named_by_their_origin()
    {
        NotebookOptions.Of(null).Origins.ShouldBeEmpty();
        NotebookOptions.Of(" https://Hub.example.org , http://10.0.0.7:8888 ").Policy.ShouldEndWith(" https://127.0.0.1:* https://hub.example.org http://10.0.0.7:8888");
        foreach (string wrong in (string[])["hub.example.org", "*", "https://*.example.org", "https://hub.example.org/path", "https://hub.example.org?x", "https://u@hub.example.org", "javascript:alert(1)", "https://a;script-src *", "https://a b"])
            Should.Throw<InvalidOperationException>(() => NotebookOptions.Of(wrong), wrong).Message.ShouldContain(NotebookOptions.Variable);
    }

    private static async Task<string> TraceAsync(TestWorld world, string experiment, char digit, string name)
    {
        string id = "tr-" + new string(digit, 32);
        var info = new JsonObject
        {
            ["trace_id"] = id,
            ["trace_location"] = new JsonObject { ["type"] = "MLFLOW_EXPERIMENT", ["mlflow_experiment"] = new JsonObject { ["experiment_id"] = experiment } },
            ["request_time"] = "2026-11-20T08:32:22.098Z",
            ["execution_duration"] = "0.147s",
            ["state"] = "OK",
            ["tags"] = new JsonObject { ["mlflow.traceName"] = name },
        };
        await world.Http.SendAsync("POST", "/api/3.0/mlflow/traces", HttpStatusCode.OK, new JsonObject { ["trace"] = new JsonObject { ["trace_info"] = info } });
        return id;
    }

    private static async Task<(HttpStatusCode Status, string Page, string Policy)> GetAsync(TestWorld world, string query)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync(Frame + query, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.TryGetValues("Content-Security-Policy", out IEnumerable<string>? policies) ? policies.Single() : "");
    }
}
