using System.Text;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;
using Cairn.Serving.Logging;
using Cairn.Serving.Routing;
using Cairn.Serving.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using ColumnKept = Cairn.Contracts.DataContracts.ColumnKept;

namespace Cairn.Serving.Tests.Logging;

public sealed class PredictionLogTests
{
    private const string Body = """{"instances":[[1,2,3,4],[0,0,0,0]]}""";

    [Fact]
    public async Task A_record_holds_inputs_outputs_and_names()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("7", TestModels.Matrix())) with { KeyColumn = "id" });

        Answer answer = await host.PostAsync("/v2/models/m/infer", """
            {"inputs":[{"name":"features","shape":[2,4],"datatype":"FP32","data":[1,2,3,4,0,0,0,0]},{"name":"id","shape":[2],"datatype":"BYTES","data":["a","b"]}]}
            """);
        PredictionRecord record = (await host.PredictionsAsync("m")).ShouldHaveSingleItem();

        record.RequestId.ShouldBe(answer.Headers["X-Request-Id"]);
        (record.Endpoint, record.Version, record.Variant, record.Status, record.RowCount, record.Error).ShouldBe(("m", "7", "stable", 200, 2, ""));
        record.PredictionId(1).ShouldBe(record.RequestId + ".1");
        (record.Key(0), record.Key(1)).ShouldBe(("a", "b"));
        record.Inputs.Single().Number(0, 3).ShouldBe(4);
        record.Outputs.Single(o => o.Name == "sum").Number(0).ShouldBe(10);
        record.Outputs.Single(o => o.Name == "score").Number(1).ShouldBe(0.5, 1e-7);
        record.Latency.ShouldBeGreaterThan(TimeSpan.Zero);
        record.Answer.Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_is_an_input_of_the_model_is_logged_as_the_key_besides()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        InputColumn column = new() { Name = "x", Datatype = "INT64" };
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("7", TestModels.EchoOne(OnnxType.Int64))) with { Inputs = [column], KeyInput = "x" });
        ((int)(await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"x","shape":[2,1],"datatype":"INT64","data":[4711,-1]}]}""")).Status).ShouldBe(200);
        ((int)(await host.PostAsync("/endpoints/m/invocations", """{"instances":[12]}""")).Status).ShouldBe(200);
        IReadOnlyList<PredictionRecord> records = await host.PredictionsAsync("m");
        (records[0].Key(0), records[0].Key(1), records[1].Key(0)).ShouldBe(("4711", "-1", "12"));
    }

    [Fact]
    public async Task An_output_that_has_not_one_entry_a_row_is_answered_and_logged_as_a_whole()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Uneven())));
        Answer answer = await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"x","shape":[3,1],"datatype":"FP32","data":[1,5,2]}]}""");
        (answer.Output("greatest"), answer.Output("same")).ShouldBe(("[5]", "[1,5,2]"));

        // By chance as many as rows: still no row's own.
        (await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[7]}]}""")).Output("greatest").ShouldBe("[7]");
        List<PredictionRecord> records = await host.PredictionsAsync("m");
        records.Select(r => r.Tensors.Single(t => t.Role == TensorRole.Whole).Number(0)).ShouldBe([5, 7]);
        records[0].Outputs.Single().Number(2).ShouldBe(2);
    }

    [Fact]
    public async Task Errors_are_logged_as_well_and_counted_by_column()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("7", TestModels.Matrix())));
        Answer answer = await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP64","data":[1,2,3,4]}]}""");

        PredictionRecord record = (await host.PredictionsAsync("m")).ShouldHaveSingleItem();
        (record.Status, record.Error, record.RequestId).ShouldBe((400, "Contract", answer.Headers["X-Request-Id"]));
        EndpointReading reading = host.Metrics.Read().Endpoint("m")!;
        reading.Errors[ErrorKind.Contract].ShouldBe(1);
        reading.Violations["features"].ShouldBe(1);
    }

    [Fact]
    public async Task Each_column_that_a_request_breaches_is_counted()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with { Inputs = [.. "abcd".Select(c => new InputColumn { Name = $"{c}", Datatype = "FP32", Max = 5 })] });
        (await host.PostAsync("/endpoints/m/invocations", """{"instances":[[1,9,1,9],[1,9,1,1]]}""")).Body.ShouldContain("'b', row 0");
        host.Metrics.Read().Endpoint("m")!.Violations.ShouldBe(new Dictionary<string, long> { ["b"] = 1, ["d"] = 1 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData(LogPolicy.Required)]
    [InlineData(LogPolicy.Buffered)]
    public async Task A_retried_request_is_answered_from_the_log_byte_for_byte(LogPolicy policy)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        EndpointRoute first = ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with { Log = new() { Policy = policy } };
        await host.ApplyAsync(first);
        Answer before = await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "r-1"));
        await host.ApplyAsync(first with { Variants = [host.Model("2", TestModels.Matrix(offset: 5))] });
        Answer after = await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "r-1"));

        after.Body.ShouldBe(before.Body);
        (before.Headers["X-Cairn-Prediction-Ids"], after.Headers["X-Cairn-Prediction-Ids"]).ShouldBe(("r-1.0-1", "r-1.0-1"));
        (after.Headers["X-Cairn-Version"], after.Headers["X-Cairn-Replayed"]).ShouldBe(("1", "true"));
        (await host.PredictionsAsync("m")).Count.ShouldBe(1);
        host.Metrics.Read().Endpoint("m")!.Replayed.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_409_and_an_error_does_not_use_an_id_up()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));

        ((int)(await host.PostAsync("/endpoints/m/invocations", "{}", ("X-Request-Id", "r"))).Status).ShouldBe(400);
        ((int)(await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "r"))).Status).ShouldBe(200);
        Answer other = await host.PostAsync("/endpoints/m/invocations", """{"instances":[[1,1,1,1]]}""", ("X-Request-Id", "r"));
        ((int)other.Status).ShouldBe(409);
        other.Body.ShouldContain("RESOURCE_CONFLICT");
        ((int)(await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "r"), ("X-Cairn-Pin", "1"))).Status).ShouldBe(409);
    }

    [Theory]
    [InlineData("""{"id":"r","parameters":{"timeout":LIMIT},"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", false)]
    [InlineData("""{"id":"r","inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"priority":0,"timeout": LIMIT }}""", true)]
    public async Task A_try_that_may_take_longer_is_the_same_request(string body, bool binary)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        Answer first = await AskAsync("30000000"), again = await AskAsync("600000000"), other = await AskAsync("600000000", 0x40);
        ((int)first.Status, (int)again.Status, again.Body).ShouldBe((200, 200, first.Body));
        again.Headers["X-Cairn-Replayed"].ShouldBe("true");
        ((int)other.Status).ShouldBe(409);

        async Task<Answer> AskAsync(string limit, byte last = 0)
        {
            string json = body.Replace("LIMIT", limit, StringComparison.Ordinal);
            if (!binary) return await host.PostAsync("/v2/models/m/infer", last == 0 ? json : json.Replace("2,3,4", "2,3,5", StringComparison.Ordinal));
            using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(json), .. new byte[15], last]);
            return await host.SendAsync(HttpMethod.Post, "/v2/models/m/infer", content, ("Inference-Header-Content-Length", $"{json.Length}"));
        }
    }

    [Fact]
    public async Task Many_at_once_under_one_id_are_run_once()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "same"))));

        answers.Select(a => a.Body).Distinct().Count().ShouldBe(1);
        answers.Count(a => !a.Headers.ContainsKey("X-Cairn-Replayed")).ShouldBe(1);
        (await host.PredictionsAsync("m")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_waits_for_the_first_under_his_id_waits_no_longer_than_he_may()
    {
        var disk = new HeldFiles();
        await using ServingHost host = await ServingHost.StartAsync(files: disk);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with { Log = new() { Policy = LogPolicy.Required } });
        const string body = """{"id":"same","parameters":{"timeout":200000},"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";
        Task<Answer> first = host.PostAsync("/v2/models/m/infer", body);
        await disk.Syncing;
        Answer second = await host.PostAsync("/v2/models/m/infer", body);
        disk.LetGo();
        ((int)second.Status, (int)(await first).Status).ShouldBe((504, 200));
        second.Body.ShouldContain("came first under its id");
    }

    [Fact]
    public void Ids_of_requests_that_fail_push_out_none_that_was_answered()
    {
        string directory = Directory.CreateTempSubdirectory("cairn-claims-").FullName;
        try
        {
            using var log = new SegmentLog(directory);
            var claims = new ClaimTable(log.Stream("m", SegmentKind.Predictions), most: 3, NullLogger.Instance);
            claims.Take("answered", 1).Claim.Durable(new(1, 0, 0));
            for (int i = 0; i < 1000; i++) claims.Take($"failed {i % 2}", 2).Claim.GiveUp();
            (claims.Has("answered"), claims.Count, claims.Places <= 7).ShouldBe((true, 1, true));

            foreach (string id in new[] { "b", "c", "d" }) claims.Take(id, 3);
            (claims.Has("answered"), claims.Has("b"), claims.Count).ShouldBe((false, true, 3));
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    [Fact]
    public async Task Ids_are_remembered_over_a_restart()
    {
        string directory = Directory.CreateTempSubdirectory("cairn-serving-").FullName;
        try
        {
            string first, second;
            VariantRoute model = TestModels.Write(directory, "1", TestModels.Matrix());
            await using (ServingHost host = await ServingHost.StartAsync(directory: directory))
            {
                await host.ApplyAsync(ServingHost.Endpoint("m", model));
                first = (await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "kept"))).Body;
            }

            await using (ServingHost host = await ServingHost.StartAsync(directory: directory))
            {
                await host.ApplyAsync(ServingHost.Endpoint("m", model));
                ClaimTable claims = ((RouteTable)host.Routes).Runtimes.Single().Claims;
                await claims.Filled;
                claims.Has("kept").ShouldBeTrue("nobody has to ask for it");
                Answer again = await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", "kept"));
                second = again.Body;
                again.Headers.ShouldContainKey("X-Cairn-Replayed");
            }

            second.ShouldBe(first);
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    [Theory]
    [InlineData(1L, 1)]
    [InlineData(long.MaxValue, 3)]
    public async Task Ids_are_sought_in_so_many_bytes_of_the_log_and_the_newest_first(long most, int known)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        for (int i = 0; i < 3; i++)
        {
            await host.PostAsync("/endpoints/m/invocations", Body, ("X-Request-Id", $"r{i}"));
            await host.Log.CloseSegmentsAsync();
        }

        var claims = new ClaimTable(((RouteTable)host.Routes).Runtimes.Single().Predictions, most: 10, NullLogger.Instance, most);
        await claims.Filled;
        (claims.Has("r2"), claims.Has("r0"), claims.Count).ShouldBe((true, known == 3, known));
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_for_ids_is_read_once_and_said_once()
    {
        string directory = Directory.CreateTempSubdirectory("cairn-claims-").FullName;
        try
        {
            using var log = new SegmentLog(directory);
            SegmentStream stream = log.Stream("m", SegmentKind.Predictions);
            // A link to itself is what even the superuser cannot read.
            string loop = new SegmentName(SegmentKind.Predictions, new(2001, 1, 1), 1, Closed: true).ToString();
            Directory.CreateDirectory(stream.Folder);
            File.CreateSymbolicLink(Path.Combine(stream.Folder, loop), loop);
            var said = new RecordingLogger();
            var claims = new ClaimTable(stream, most: 3, said);
            await claims.Filled;
            claims.Take("a", 1).Owner.ShouldBeTrue();
            await claims.Filled;
            claims.Take("a", 1).Owner.ShouldBeFalse();
            said.Lines.ShouldHaveSingleItem().ShouldContain(stream.Folder);
        }
        finally { Directory.Delete(directory, recursive: true); }
    }

    [Fact]
    public async Task A_sampled_endpoint_keeps_about_its_share_and_names_those_predictions()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with { Salt = "s", Log = new() { Policy = LogPolicy.Sampled, Share = 0.25 } });
        var named = new List<string>();
        for (int i = 0; i < 400; i++)
        {
            Answer answer = await host.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", ("X-Request-Id", $"r-{i}"));
            bool said = answer.Headers.TryGetValue("X-Cairn-Prediction-Ids", out string? ids);
            answer.Json.GetProperty("parameters").TryGetProperty("prediction_ids", out _).ShouldBe(said);
            if (said) named.Add(ids!);
        }

        // The ids and the salt are fixed, and so is the count; 100 are expected, with a standard deviation of 8.7.
        IReadOnlyList<PredictionRecord> kept = await host.PredictionsAsync("m");
        kept.Count.ShouldBeInRange(70, 130);
        named.ShouldBe(kept.Select(r => r.PredictionId(0)), "an outcome can be told of what is on record, and of nothing else");
    }
}
