using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Secrets: given to the step that names them, masked, encrypted, and nowhere in clear.</summary>
public sealed class SecretTests
{
    private const string Value = "tr0ub4dor-and-3";
    private const string Yaml = """
        project: lab
        steps:
          ask: {run: sh ask.sh, secrets: API_KEY, out: {text: file}}
          quiet: {run: "echo ${API_KEY:-none} > $CAIRN_OUT_TEXT", out: {text: file}}
          fail: {run: "echo no: $API_KEY; exit 1", secrets: API_KEY, out: {text: file}}
        """;

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_step_gets_what_it_names_and_nobody_else_sees_it(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, engine, ("ask.sh", "echo \"key $API_KEY\"; printf %s \"$API_KEY\" | wc -c > $CAIRN_OUT_TEXT\n"));
        PipelineWorld.Step(await lab.RunAsync(new { target = "ask" }), "ask").Text("failure").ShouldBe("The secret 'API_KEY' is not set. Set it: cairn secrets set API_KEY");
        JsonNode set = await lab.SendAsync("POST", "/secrets", new { name = "API_KEY", value = Value });
        set.ToJsonString().ShouldNotContain(Value);
        (await lab.SendAsync("GET", "/secrets"))["items"]!.AsArray().Select(s => s!.Text("name")).ShouldBe(["API_KEY"]);

        JsonNode asked = await lab.RunAsync(new { target = "ask" });
        (await lab.OutputAsync(asked, "ask", "text")).Trim().ShouldBe($"{Value.Length}");
        (await LogAsync(lab, asked, "ask")).ShouldBe($"key {new string('*', Value.Length)}\n");
        (await lab.OutputAsync(await lab.RunAsync(new { target = "quiet" }), "quiet", "text")).ShouldBe("none\n");
        JsonNode failed = await lab.RunAsync(new { target = "fail" });
        (await LogAsync(lab, failed, "fail")).ShouldNotContain(Value);
        failed.ToJsonString().ShouldNotContain(Value);
        (await lab.World.EventsAsync()).ShouldAllBe(e => !e.Data.ToJsonString(null).Contains(Value));
        InFiles(lab.World.Directory).ShouldBeEmpty();
        File.GetUnixFileMode(Path.Combine(lab.World.Directory, "secrets.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await lab.World.RestartAsync();
        await lab.SendAsync("POST", "/secrets", new { name = "API_KEY", value = "another-value" });
        PipelineWorld.State(await lab.RunAsync(new { target = "ask" }), "ask").ShouldBe("cached", "a renewed key opens the same door");
        await lab.World.Http.SendAsync("DELETE", "/api/v1/projects/lab/secrets/API_KEY", HttpStatusCode.NoContent);
        await lab.World.Http.SendAsync("DELETE", "/api/v1/projects/lab/secrets/API_KEY", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_step_gets_what_the_server_is_given_before_what_is_set_and_it_is_stored_nowhere()
    {
        var given = new Dictionary<string, string>();
        var options = new Cairn.Projects.ProjectsOptions { Variables = given.GetValueOrDefault };
        await using PipelineWorld lab = await PipelineWorld.StartAsync(s => s.AddSingleton(options), null, Yaml, TestEngines.Sqlite, ("ask.sh", "echo \"key $API_KEY\"; printf %s \"$API_KEY\" | wc -c > $CAIRN_OUT_TEXT\n"));
        await lab.SendAsync("POST", "/secrets", new { name = "API_KEY", value = "set-before" });
        given["CAIRN_SECRET__LAB__API_KEY"] = Value;
        JsonNode run = await lab.RunAsync(new { target = "ask" });
        (await lab.OutputAsync(run, "ask", "text")).Trim().ShouldBe($"{Value.Length}");
        (await LogAsync(lab, run, "ask")).ShouldBe($"key {new string('*', Value.Length)}\n");
        JsonNode listed = (await lab.SendAsync("GET", "/secrets"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        (listed.Text("name"), listed.Text("from"), listed["set_by"]).ShouldBe(("API_KEY", "environment", null));
        (await lab.SendAsync("POST", "/secrets", new { name = "API_KEY", value = "set-after" }, HttpStatusCode.Conflict)).ToJsonString().ShouldContain("is given by environment");
        InFiles(lab.World.Directory).ShouldBeEmpty();
        await lab.World.Http.SendAsync("DELETE", "/api/v1/projects/lab/secrets/API_KEY", HttpStatusCode.NoContent);
        JsonNode kept = (await lab.World.Http.SendAsync("DELETE", "/api/v1/projects/lab/secrets/API_KEY", HttpStatusCode.Conflict))!;
        (kept.Text("detail"), kept.Text("mend")).ShouldBe(("The secret 'API_KEY' is given by the server's environment.", "Start the server without the variable CAIRN_SECRET__LAB__API_KEY."));
        await lab.World.Http.SendAsync("DELETE", "/api/v1/projects/lab/secrets/OTHER_KEY", HttpStatusCode.NotFound);
        given["CAIRN_SECRET__LAB__API_KEY"] = "abc";
        PipelineWorld.Step(await lab.RunAsync(new { target = "fail" }), "fail").Text("failure").ShouldStartWith("The secret 'API_KEY' that this server is given must have");
    }

    [Theory]
    [InlineData("path", "long enough")]
    [InlineData("PATH", "long enough")]
    [InlineData("CAIRN_IN_X", "long enough")]
    [InlineData("API_KEY", "abc")]
    [InlineData("API_KEY", null)]
    public async Task What_could_not_be_kept_or_masked_is_refused_without_being_repeated(string name, string? value)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("project: lab\n");
        string answer = (await lab.World.Http.SendAsync("POST", "/api/v1/projects/lab/secrets", HttpStatusCode.BadRequest, new { name, value }))!.ToJsonString();
        if (value is { Length: > 4 }) answer.ShouldNotContain(value);
    }

    private static Task<string> LogAsync(PipelineWorld lab, JsonNode run, string step)
        => lab.World.Http.GetStringAsync($"/api/v1/projects/lab/pipeline-runs/{run["number"]}/steps/{step}/log");

    // Nowhere below the data directory, the database and its journal included; the locks are empty and held.
    private static string[] InFiles(string directory)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(Value);
        return [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) is not ("lock" or ".lock") && Read(f).AsSpan().IndexOf(wanted) >= 0)];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
