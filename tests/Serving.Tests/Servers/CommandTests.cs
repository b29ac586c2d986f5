using System.Net;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Servers;

/// <summary>Another server as a model, with a real one: Node is on every machine that builds this.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private ServingHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ServingHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("", "")]
    [InlineData("\"speaks\":\"invocations\"", "")]
    [InlineData("\"speaks\":\"invocations\"", "\"RECORDS\":\"1\"")]
    public async Task It_is_asked_checked_and_logged_as_any_model(string rule, string environment)
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", rule, environment)) with { Inputs = [new() { Name = "x", Datatype = "FP32", Max = 2000, Nullable = true }] });
        Answer answer = await AskAsync("[1,2.5,null]", 3, ("X-Request-Id", "mine"));
        ((int)answer.Status).ShouldBe(200, answer.Body);
        answer.Output("sum").ShouldBe("[101,102.5,null]");
        answer.Json.GetProperty("outputs")[0].GetProperty("shape").GetRawText().ShouldBe("[3,1]");
        (await _host.PostAsync("/endpoints/m/invocations", """{"dataframe_records":[{"x":7}]}""")).Body.ShouldContain("107");
        (await AskAsync("[3000]", 1)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _host.GetAsync("/v2/models/m")).Json.GetProperty("platform").GetString()!.ShouldStartWith("command_");

        List<PredictionRecord> records = await _host.PredictionsAsync("m");
        records.Select(r => r.Status).ShouldBe([200, 200, 400]);
        records[0].RequestId.ShouldBe("mine");
        records[0].Outputs.Single().Number(1, 0).ShouldBe(102.5);
        File.ReadAllText(Log()).ShouldContain("asked mine");
    }

    [Fact]
    public async Task A_language_models_object_goes_to_it_whole_and_its_answer_comes_as_it_is()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("chat", TestPackages.Chat(_host.Directory, "1")));
        const string body = """{"temperature":0.5,"messages":[{"role":"user","content":"gr\u00fc\u00df"}]}""", said = """{"choices":[{"message":{"role":"assistant","content":"grüß!"}}]}""";
        Answer answer = await _host.PostAsync("/endpoints/chat/invocations", body);
        ((int)answer.Status, answer.Body).ShouldBe((200, said));
        PredictionRecord record = (await _host.PredictionsAsync("chat")).ShouldHaveSingleItem();
        (record.Inputs.Single().Value(0), record.Outputs.Single().Value(0), record.RowCount).ShouldBe((body, said, 1));

        // As a table it is a text as any, and so it is in V2.
        (await _host.PostAsync("/endpoints/chat/invocations", $$"""{"instances":[{{System.Text.Json.JsonSerializer.Serialize(body)}}]}""")).Json.GetProperty("predictions")[0].GetString().ShouldBe(said);
        Answer two = await _host.PostAsync("/v2/models/chat/infer", """{"inputs":[{"name":"request","shape":[2],"datatype":"BYTES","data":["{}","{}"]}]}""");
        ((int)two.Status, two.Body).ShouldSatisfyAllConditions(a => a.Item1.ShouldBe(400), a => a.Item2.ShouldContain("one object in a request"));
        foreach (string text in new[] { "hello", "" })
        {
            Answer none = await _host.PostAsync("/v2/models/chat/infer", $$"""{"inputs":[{"name":"request","shape":[1],"datatype":"BYTES","data":["{{text}}"]}]}""");
            ((int)none.Status, none.Body).ShouldSatisfyAllConditions(a => a.Item1.ShouldBe(400), a => a.Item2.ShouldContain("the text of one JSON object"));
        }
    }

    [Theory]
    [InlineData(1002, 504, true, "\"answer_seconds\":2")]
    [InlineData(1003, 500, false)]
    [InlineData(1004, 400, false)]
    [InlineData(1006, 500, false)]
    public async Task What_it_does_wrong_is_told_and_the_next_request_is_answered(int value, int status, bool retry, string rule = "")
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", rule)));
        Answer answer = await AskAsync($"[{value}]", 1);
        ((int)answer.Status).ShouldBe(status, answer.Body);
        answer.Headers.ContainsKey("Retry-After").ShouldBe(retry);
        answer.Body.ShouldNotContain($"{value}");
        (await AskAsync("[1]", 1)).Output("sum").ShouldBe("[101]");
        (await _host.PredictionsAsync("m")).Select(r => r.Error).ShouldBe(["Model", ""]);
    }

    [Fact]
    public async Task One_that_dies_in_a_request_is_started_again_and_says_so_meanwhile()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", environment: $"\"PIDS\":\"{Pids}\"")));
        Answer answer = await AskAsync("[1001]", 1);
        ((int)answer.Status).ShouldBe(503, answer.Body);
        answer.Headers["Retry-After"].ShouldBe("1");
        await UntilAsync(async () => (await AskAsync("[1]", 1)).Status == HttpStatusCode.OK);
        string[] lives = File.ReadAllLines(Pids);
        lives.Length.ShouldBe(2);
        lives[0].Split(' ').ShouldAllBe(p => !Lives(p));
        (await _host.GetAsync("/v2/models/m")).Json.GetProperty("properties").GetProperty("restarts").GetString().ShouldBe("1");
        string metrics = (await _host.GetAsync("/metrics")).Body;
        metrics.ShouldContain("cairn_serving_model_restarts_total{endpoint=\"m\",version=\"1\"} 1");
        metrics.ShouldContain("cairn_serving_model_ready{endpoint=\"m\",version=\"1\"} 1");
    }

    [Fact]
    public async Task One_that_does_one_thing_at_a_time_is_not_ended_while_it_is_at_work()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", "\"probe_seconds\":0.3")));
        // Longer than three probes may take.
        (await AskAsync("[1008]", 1)).Output("sum").ShouldBe("[1108]");
        (await _host.GetAsync("/v2/models/m")).Json.GetProperty("properties").GetProperty("restarts").GetString().ShouldBe("0");
    }

    [Theory]
    [InlineData(1005, "\"probe_seconds\":0.1,\"answer_seconds\":0.5")]
    [InlineData(1007, "\"probe_seconds\":0.1,\"memory_megabytes\":200")]
    public async Task One_that_stands_still_or_grows_too_large_is_started_again(int value, string rule)
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", rule)));
        await AskAsync($"[{value}]", 1);
        await UntilAsync(async () => (await _host.GetAsync("/v2/models/m")).Json.GetProperty("properties").GetProperty("restarts").GetString() != "0");
        await UntilAsync(async () => (await _host.GetAsync("/v2/models/m/ready")).Status == HttpStatusCode.OK);
        // A machine that is at work elsewhere may break so short a rule once more.
        Answer answer = null!;
        await UntilAsync(async () => (answer = await AskAsync("[1]", 1)).Status == HttpStatusCode.OK);
        answer.Output("sum").ShouldBe("[101]");
    }

    [Fact]
    public async Task While_it_is_away_index_and_readiness_say_so()
    {
        await _host.ApplyAsync(
            ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", environment: $"\"DELAY_AGAIN\":\"60000\",\"PIDS\":\"{Pids}\"")), ServingHost.Endpoint("n", _host.Model("1", TestModels.Constant(1))));
        ((int)(await _host.GetAsync("/v2/health/ready")).Status).ShouldBe(200);
        (await IndexAsync("{}")).ShouldBe("m READY, n READY");
        await AskAsync("[1001]", 1);

        await UntilAsync(async () => await IndexAsync("{}") == "m UNAVAILABLE, n READY");
        (await IndexAsync("""{"ready":true}""")).ShouldBe("n READY");
        ((int)(await _host.GetAsync("/v2/health/ready")).Status).ShouldBe(503);
        ((int)(await _host.GetAsync("/v2/health/live")).Status).ShouldBe(200);
        ((int)(await _host.GetAsync("/v2/models/n/ready")).Status).ShouldBe(200);
    }

    [Fact]
    public async Task While_it_is_away_other_changes_come_in_and_it_stays()
    {
        EndpointRoute away = ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", environment: $"\"DELAY_AGAIN\":\"60000\",\"PIDS\":\"{Pids}\""));
        await _host.ApplyAsync(away);
        await AskAsync("[1001]", 1);
        await UntilAsync(async () => await IndexAsync("{}") == "m UNAVAILABLE");

        await _host.ApplyAsync(away with { Salt = "other", Batch = new() { MaxRows = 2 } }, ServingHost.Endpoint("n", _host.Model("1", TestModels.Constant(1))));
        (await IndexAsync("{}")).ShouldBe("m UNAVAILABLE, n READY");
        ((int)(await AskAsync("[1]", 1)).Status).ShouldBe(503);
    }

    [Theory]
    [InlineData("", "/v2/models/m/infer", """{"flavour":"mild","top":3,"exact":true}""", """{"flavour":"mild","top":3,"exact":true}""")]
    [InlineData("\"speaks\":\"invocations\"", "/v2/models/m/infer", """{"top":3}""", """{"top":3}""")]
    [InlineData("", "/endpoints/m/invocations", """{"top":3,"among":[1,{"a":2}]}""", """{"top":3}""")]
    [InlineData("\"speaks\":\"invocations\"", "/endpoints/m/invocations", """{"top":3,"among":[1,{"a":2}]}""", """{"top":3,"among":[1,{"a":2}]}""")]
    [InlineData("\"speaks\":\"invocations\"", "/endpoints/m/invocations", "null", "null")]
    [InlineData("", "/v2/models/m/infer", """{"binary_data_output":false}""", "null")]
    public async Task What_a_request_says_to_the_model_reaches_it(string rule, string path, string said, string heard)
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", rule)));
        string body = path.StartsWith("/v2", StringComparison.Ordinal)
            ? $$"""{"parameters":{{said}},"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}"""
            : $$"""{"params":{{said}},"dataframe_records":[{"x":1}]}""";
        ((int)(await _host.PostAsync(path, body)).Status).ShouldBe(200);
        File.ReadAllLines(Log()).Last(l => l.StartsWith("with", StringComparison.Ordinal)).ShouldBe("with " + heard);
    }

    [Theory]
    [InlineData("/v2/models/m/infer", """{"parameters":{"a":1,"a":2},"inputs":[]}""", "a name twice")]
    [InlineData("/endpoints/m/invocations", """{"params":[1],"dataframe_records":[{"x":1}]}""", "'params' must be an object")]
    [InlineData("/endpoints/m/invocations", """{"params":{},"params":{},"dataframe_records":[{"x":1}]}""", "'params' is there twice")]
    [InlineData("/v2/models/m/infer", """{"parameters":{"a":"\ud800"},"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""", "lone surrogate")]
    public async Task What_cannot_be_passed_on_is_refused(string path, string body, string holds)
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1")));
        Answer answer = await _host.PostAsync(path, body);
        ((int)answer.Status).ShouldBe(400, answer.Body);
        answer.Body.ShouldContain(holds);
    }

    [Fact]
    public async Task A_clients_time_is_passed_on_and_ends_the_call()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1")));
        (await AskWithAsync("60000000", 1)).Output("sum").ShouldBe("[101]");
        string heard = File.ReadAllLines(Log()).Last(l => l.StartsWith("with", StringComparison.Ordinal));
        long.Parse(heard["with {\"timeout\":".Length..^1], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 60_000_000);

        // It never answers this one.
        Answer late = await AskWithAsync("5000000", 1002);
        ((int)late.Status).ShouldBe(504, late.Body);
        late.Body.ShouldContain("timeout");
        await UntilAsync(() => Task.FromResult(File.ReadAllText(Log()).Contains("closed", StringComparison.Ordinal)));
        // The client's time is over while the model was at work on it.
        _host.Metrics.Read().Endpoint("m")!.Variants.Single().Errors[ErrorKind.Deadline].ShouldBe(1);
        (await _host.PredictionsAsync("m")).Select(r => r.Error).ShouldBe(["", "Deadline"]);
    }

    [Fact]
    public async Task Work_of_a_client_who_left_is_dropped()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1")));
        using var leave = new CancellationTokenSource();
        using var body = new StringContent("""{"id":"leaving","inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1002]}]}""");
        body.Headers.ContentType = new("application/json");
        Task<HttpResponseMessage> asked = _host.Client.PostAsync("/v2/models/m/infer", body, leave.Token);
        await UntilAsync(() => Task.FromResult(File.ReadAllText(Log()).Contains("asked leaving", StringComparison.Ordinal)));
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        await UntilAsync(() => Task.FromResult(File.ReadAllText(Log()).Contains("closed", StringComparison.Ordinal)));
        await UntilAsync(() => Task.FromResult(_host.Metrics.Read().Endpoint("m")!.Errors.ContainsKey(ErrorKind.Gone)));
    }

    [Fact]
    public async Task A_slow_start_is_waited_for_while_the_version_before_answers()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", _host.Model("1", TestModels.Constant(1))));
        Task applied = _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "2", environment: "\"DELAY\":\"400\"")));
        do (await AskAsync("[1]", 1)).Status.ShouldBe(HttpStatusCode.OK);
        while (!applied.IsCompleted);
        await applied;
        (await AskAsync("[1]", 1)).Headers["X-Cairn-Version"].ShouldBe("2");
    }

    [Fact]
    public async Task One_whose_port_another_takes_before_it_gets_another()
    {
        string here = Path.Combine(_host.Directory, "here"), gate = Path.Combine(_host.Directory, "gate");
        using (var pipes = System.Diagnostics.Process.Start("mkfifo", [here, gate])) await pipes.WaitForExitAsync();
        Task applied = _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", before: $"if mkdir {gate}.mark; then echo $PORT > {here}; read x < {gate}; exit 3; fi")));
        int port = int.Parse(await Task.Run(() => File.ReadAllText(here)).WaitAsync(TimeSpan.FromMinutes(1)), System.Globalization.CultureInfo.InvariantCulture);
        using var other = new System.Net.Sockets.TcpListener(IPAddress.Loopback, port);
        other.Start();
        await Task.Run(() => File.WriteAllText(gate, "go\n")).WaitAsync(TimeSpan.FromMinutes(1));
        await applied;
        (await AskAsync("[1]", 1)).Output("sum").ShouldBe("[101]");
    }

    [Theory]
    [InlineData("\"start_seconds\":0.3", "\"DELAY\":\"60000\"", "was not ready within 0.3 s")]
    [InlineData("", "\"NODE_OPTIONS\":\"--no-such-option\"", "ended with")]
    public async Task One_that_never_becomes_ready_is_refused_and_leaves_nothing(string rule, string environment, string why)
    {
        VariantRoute bad = TestPackages.Server(_host.Directory, "1", rule, environment + $",\"PIDS\":\"{Pids}\"");
        (await Should.ThrowAsync<SnapshotException>(() => _host.ApplyAsync(ServingHost.Endpoint("m", bad)))).Message.ShouldContain(why);
        if (File.Exists(Pids)) File.ReadAllText(Pids).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(p => !Lives(p));
        Directory.GetDirectories(Path.Combine(_host.LogDirectory, ".models")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_canary_costs_no_caller_an_answer_and_an_unload_ends_all_its_processes()
    {
        VariantRoute stable = _host.Model("1", TestModels.Constant(1), 0), canary = TestPackages.Server(_host.Directory, "2", environment: $"\"PIDS\":\"{Pids}\"") with { Role = VariantRole.Canary };
        // The stable version's output has another name; so it is seen who answered.
        await _host.ApplyAsync(ServingHost.Endpoint("m", stable, canary));
        (await AskAsync("[1]", 1)).Headers["X-Cairn-Version"].ShouldBe("2");
        Answer fallen = await AskAsync("[1001]", 1);
        (fallen.Status, fallen.Headers["X-Cairn-Version"]).ShouldBe((HttpStatusCode.OK, "1"));
        await _host.ApplyAsync(ServingHost.Endpoint("m", stable with { WeightPermille = 1000 }));
        await UntilAsync(() => Task.FromResult(File.ReadAllText(Pids).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).All(p => !Lives(p))));
        await UntilAsync(() => Task.FromResult(Directory.GetDirectories(Path.Combine(_host.LogDirectory, ".models")).Length == 0));
    }

    [Fact]
    public async Task Many_at_once_each_get_their_own()
    {
        await _host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(_host.Directory, "1", "\"parallel\":4")));
        string[] sums = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => (await AskAsync($"[{i}]", 1)).Output("sum")));
        sums.ShouldBe(Enumerable.Range(0, 200).Select(i => $"[{i + 100}]"));
    }

    [Theory]
    [InlineData("\"parallel\":1", 1)]
    [InlineData("", 0)]
    public async Task No_more_are_sent_at_once_than_it_takes_whichever_endpoint_asks(string rule, int takes)
    {
        if (takes == 0) takes = Environment.ProcessorCount;
        VariantRoute one = TestPackages.Server(_host.Directory, "1", rule);
        await _host.ApplyAsync(ServingHost.Endpoint("m", one) with { Batch = new() { MaxRows = 1 } }, ServingHost.Endpoint("n", one), ServingHost.Endpoint("o", one) with { PatienceMilliseconds = 200 });
        Task<Answer>[] first = [.. Enumerable.Range(0, takes).Select(i => _host.PostAsync("/v2/models/m/infer", $$"""{"id":"first-{{i}}","inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1002]}]}"""))];
        await UntilAsync(() => Task.FromResult(File.ReadAllText(Log()).Split("asked first-").Length > takes));

        Answer second = await _host.PostAsync("/v2/models/n/infer", """{"id":"second","parameters":{"timeout":200000},"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""");
        ((int)second.Status).ShouldBe(504, second.Body);
        Answer third = await _host.PostAsync("/v2/models/o/infer", """{"id":"third","inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""");
        ((int)third.Status).ShouldBe(504, third.Body);
        File.ReadAllText(Log()).ShouldNotContain("asked second");
        File.ReadAllText(Log()).ShouldNotContain("asked third");
        _host.Client.CancelPendingRequests();
        await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(first));
        await UntilAsync(async () => (await _host.PostAsync("/v2/models/n/infer", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""")).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_server_that_serves_no_programs_says_so()
    {
        await using ServingHost closed = await ServingHost.StartAsync(o => o.Programs = false);
        (await Should.ThrowAsync<SnapshotException>(() => closed.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Server(closed.Directory, "1"))))).Message.ShouldContain("CAIRN_SERVING_PROGRAMS");
    }

    private string Pids => Path.Combine(_host.Directory, "pids");

    private string Log() => Directory.GetFiles(Path.Combine(_host.LogDirectory, ".models"), "*.log").Single();

    private static bool Lives(string process)
    {
        try { return File.ReadAllText($"/proc/{process}/stat").Split(' ')[2] is not ("Z" or "X"); }
        catch (IOException) { return false; }
    }

    private async Task<string> IndexAsync(string wish) =>
        string.Join(", ", (await _host.PostAsync("/v2/repository/index", wish)).Json.EnumerateArray().Select(m => $"{m.GetProperty("name")} {m.GetProperty("state")}"));

    private Task<Answer> AskWithAsync(string timeout, int value) =>
        _host.PostAsync("/v2/models/m/infer", $$"""{"parameters":{"timeout":{{timeout}}},"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[{{value}}]}]}""");

    private Task<Answer> AskAsync(string data, int rows, params (string Name, string Value)[] headers) =>
        _host.PostAsync("/v2/models/m/infer", $$"""{"inputs":[{"name":"x","shape":[{{rows}},1],"datatype":"FP32","data":{{data}}}]}""", headers);

    /// <summary>Processes tell nobody when they are gone or back; so they are looked at.</summary>
    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await done()) await tick.WaitForNextTickAsync(limit.Token);
    }
}
