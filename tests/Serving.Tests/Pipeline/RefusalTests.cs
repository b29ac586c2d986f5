using System.Text;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Scoring;
using Cairn.Serving.Tests.Support;
using Cairn.Serving.V2;

namespace Cairn.Serving.Tests.Pipeline;

/// <summary>Who is refused gets an id and the protocol's own shape, whatever the reason; and nobody is refused who could be answered.</summary>
public sealed class RefusalTests
{
    private const string Row = """{"instances":[[1,2,3,4]]}""";

    [Theory]
    [InlineData("POST", "/endpoints/nobody/invocations", Row, 404)]
    [InlineData("POST", "/v2/models/m/versions/9/infer", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 404)]
    [InlineData("POST", "/endpoints/m/invocations", "{", 400)]
    [InlineData("POST", "/endpoints/m/invocations", """{"instances":[[1]]}""", 400)]
    [InlineData("GET", "/endpoints/m/invocations", null, 405)]
    [InlineData("GET", "/v2/models/nobody", null, 404)]
    [InlineData("POST", "/endpoints/m/outcomes", "{", 400)]
    [InlineData("POST", "/endpoints/m/outcomes", "[]", 400)]
    [InlineData("POST", "/endpoints/nobody/outcomes", "[]", 404)]
    [InlineData("POST", "/v2/repository/models/m/load", """{"parameters":{"config":"{}"}}""", 403)]
    public async Task Each_has_the_id_of_its_request_or_one_of_its_own(string method, string path, string? body, int status)
    {
        await using ServingHost host = await StartAsync();
        foreach ((string sent, string? expected) in new (string, string?)[] { ("mine-1", "mine-1"), ("not fine", null), ("", null) })
        {
            Answer answer = await host.SendAsync(new(method), path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), ("X-Request-Id", sent));
            // An id that is none is refused before anything else is looked at, where predictions are asked for.
            if (sent != "not fine") ((int)answer.Status).ShouldBe(status, answer.Body);
            // In one piece, not in chunks.
            answer.Headers["Content-Length"].ShouldBe(Encoding.UTF8.GetByteCount(answer.Body).ToString(System.Globalization.CultureInfo.InvariantCulture));
            string id = answer.Headers["X-Request-Id"];
            if (expected is not null) id.ShouldBe(expected);
            else id.Length.ShouldBe(22);
        }
    }

    [Theory]
    [InlineData("GET", "/endpoints/m/invocations", 405, "BAD_REQUEST")]
    [InlineData("POST", "/endpoints/nobody/invocations", 404, "RESOURCE_DOES_NOT_EXIST")]
    public async Task A_refusal_of_the_scoring_protocol_says_its_code(string method, string path, int status, string code)
    {
        await using ServingHost host = await StartAsync();
        Answer answer = await host.SendAsync(new(method), path, new StringContent("{}", Encoding.UTF8, "application/json"));
        ((int)answer.Status, answer.Json.GetProperty("error_code").GetString()).ShouldBe((status, code));
    }

    [Theory]
    [InlineData(401, "UNAUTHENTICATED")]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(409, "RESOURCE_CONFLICT")]
    [InlineData(415, "BAD_REQUEST")]
    [InlineData(429, "RESOURCE_EXHAUSTED")]
    [InlineData(499, "CANCELLED")]
    [InlineData(500, "INTERNAL_ERROR")]
    [InlineData(501, "NOT_IMPLEMENTED")]
    [InlineData(503, "TEMPORARILY_UNAVAILABLE")]
    [InlineData(504, "DEADLINE_EXCEEDED")]
    public void Each_status_has_the_code_that_MLflow_has_for_it(int status, string code)
        => Encoding.UTF8.GetString(Answers.Written(json => new ScoringProtocol().WriteError(json, new RequestFault(status, ErrorKind.Internal, "why"))).Span).ShouldBe($$"""{"error_code":"{{code}}","message":"why"}""");

    [Theory]
    [InlineData("GET", "/endpoints/m/outcomes", 405)]
    [InlineData("POST", "/endpoints/nobody/outcomes", 404)]
    [InlineData("POST", "/endpoints/m/outcomes", 400)]
    public async Task Outcomes_have_one_shape_of_error(string method, string path, int status)
    {
        await using ServingHost host = await StartAsync();
        Answer answer = await host.SendAsync(new(method), path, new StringContent("{", Encoding.UTF8, "application/json"));
        ((int)answer.Status, answer.Headers["Content-Type"], answer.Json.GetProperty("status").GetInt32()).ShouldBe((status, "application/problem+json", status));
        answer.Json.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task So_have_those_before_a_snapshot_and_those_beyond_the_number_at_once()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.MaxConcurrency = 1);
        (await Posted(host, Row)).Headers["X-Request-Id"].Length.ShouldBe(22);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        using var slow = new GatedContent(Row);
        Task<Answer> first = host.SendAsync(HttpMethod.Post, "/endpoints/m/invocations", slow);
        await UntilAsync(() => host.Metrics.Read().InFlight == 1);
        Answer answer = await Posted(host, Row);
        ((int)answer.Status).ShouldBe(429);
        answer.Headers["X-Request-Id"].Length.ShouldBe(22);
        slow.Open();
        ((int)(await first).Status).ShouldBe(200);
    }

    [Fact]
    public void What_many_are_told_is_written_once_in_the_words_of_each_protocol()
    {
        var ready = new ReadyFault(new(429, ErrorKind.Overload, "Too many."));
        Encoding.UTF8.GetString(ready.In(new V2Protocol()).Span).ShouldBe("""{"error":"Too many."}""");
        Encoding.UTF8.GetString(ready.In(new ScoringProtocol()).Span).ShouldContain("\"message\":\"Too many.\"");
        ready.In(new V2Protocol()).ShouldBe(ready.In(new V2Protocol()));
    }

    [Fact]
    public async Task Whoever_marks_himself_a_prober_is_counted_and_logged()
    {
        await using ServingHost host = await StartAsync();
        Answer answer = await host.PostAsync("/endpoints/m/invocations", Row, ("X-Cairn-Probe", "1"), ("X-Request-Id", "hidden"));
        ((int)answer.Status, answer.Headers["X-Request-Id"]).ShouldBe((403, "hidden"));
        host.Metrics.Read().Endpoint("m")!.Errors[ErrorKind.Forbidden].ShouldBe(1);
        PredictionRecord record = (await host.PredictionsAsync("m")).Single();
        (record.RequestId, record.Error, record.Status).ShouldBe(("hidden", "Forbidden", 403));
    }

    [Theory]
    [InlineData("/v2/models/m/infer", "error")]
    [InlineData("/endpoints/m/invocations", "message")]
    public async Task What_nobody_foresaw_is_500_in_the_protocols_shape_without_its_words(string path, string field)
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.IsProber = _ => throw new InvalidOperationException("the secret"));
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        Answer answer = await host.PostAsync(path, Row, ("X-Cairn-Probe", "1"), ("X-Request-Id", "odd-1"));
        ((int)answer.Status).ShouldBe(500);
        answer.Json.GetProperty(field).GetString()!.ShouldContain("odd-1");
        answer.Body.ShouldNotContain("secret");
        answer.Headers["X-Request-Id"].ShouldBe("odd-1");
        ((int)(await Posted(host, Row)).Status).ShouldBe(200);
    }

    [Fact]
    public async Task Bodies_hold_no_more_memory_at_once_than_they_may()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => (o.MaxBodyBytes, o.MaxBytesInFlight) = (1 << 20, 1 << 20));
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        string large = Row + new string(' ', 800_000);
        using var slow = new GatedContent(large);
        Task<Answer> first = host.SendAsync(HttpMethod.Post, "/endpoints/m/invocations", slow);
        await UntilAsync(() => host.Metrics.Read().BytesInFlight == large.Length);

        Answer second = await Posted(host, large);
        ((int)second.Status, second.Headers["Retry-After"]).ShouldBe((429, "1"));
        // Small as it is packed: what it becomes counts.
        WireAnswer packed = await Wire.SendBytesAsync(host, "/endpoints/m/invocations", Wire.Gzip(Encoding.UTF8.GetBytes(large)), ("Content-Type", "application/json"), ("Content-Encoding", "gzip"));
        packed.Status.ShouldBe(429);
        ((int)(await Posted(host, Row)).Status).ShouldBe(200, "a small one has room");

        slow.Open();
        ((int)(await first).Status).ShouldBe(200);
        ((int)(await Posted(host, large)).Status).ShouldBe(200);
        await UntilAsync(() => host.Metrics.Read().BytesInFlight == 0);
        host.Metrics.Read().Endpoint("m")!.Errors[ErrorKind.Overload].ShouldBe(2);
    }

    [Fact]
    public async Task While_the_stable_version_has_no_room_other_versions_and_the_log_still_answer()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute stable = TestPackages.Server(host.Directory, "1", "\"parallel\":1"), canary = host.Model("2", TestModels.Constant(2), 0, VariantRole.Canary);
        await host.ApplyAsync(ServingHost.Endpoint("m", stable, canary) with { Batch = new() { MaxRows = 1, MaxWaiting = 1 } });
        ((int)(await Ask(host, 7, ("X-Request-Id", "before"))).Status).ShouldBe(200);
        // One is never answered, and one waits behind it.
        Task<Answer> running = Ask(host, 1002, ("X-Request-Id", "stuck"));
        string log = Directory.GetFiles(Path.Combine(host.LogDirectory, ".models"), "*.log").Single();
        await UntilAsync(() => File.ReadAllText(log).Contains("asked stuck", StringComparison.Ordinal));
        Task<Answer> waiting = Ask(host, 1);
        await UntilAsync(() => host.Metrics.Read().Endpoint("m")!.Variants.Single(v => v.Version == "1").Waiting == 1);

        ((int)(await Ask(host, 8)).Status).ShouldBe(429);
        ((int)(await Ask(host, 8, ("X-Request-Id", "after"))).Status).ShouldBe(429);
        ((int)(await Ask(host, 8, ("X-Cairn-Pin", "1"))).Status).ShouldBe(429);
        Answer pinned = await Ask(host, 8, ("X-Cairn-Pin", "2"));
        ((int)pinned.Status, pinned.Headers["X-Cairn-Version"]).ShouldBe((200, "2"));
        Answer again = await Ask(host, 7, ("X-Request-Id", "before"));
        ((int)again.Status, again.Headers["X-Cairn-Replayed"]).ShouldBe((200, "true"));

        // The stable version goes; what hangs on it ends.
        await host.ApplyAsync(ServingHost.Endpoint("m", canary with { WeightPermille = 1000, Role = VariantRole.Stable }));
        host.Client.CancelPendingRequests();
        await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(running, waiting));
    }

    private static async Task<ServingHost> StartAsync()
    {
        ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        return host;
    }

    private static Task<Answer> Posted(ServingHost host, string body) => host.PostAsync("/endpoints/m/invocations", body);

    private static Task<Answer> Ask(ServingHost host, int x, params (string Name, string Value)[] headers) => host.PostAsync("/endpoints/m/invocations", $$"""{"dataframe_records":[{"x":{{x}}}]}""", headers);

    /// <summary>Counters tell nobody when they move; so they are looked at.</summary>
    private static async Task UntilAsync(Func<bool> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!done()) await tick.WaitForNextTickAsync(limit.Token);
    }
}
