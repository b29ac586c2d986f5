using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Outcomes;

public sealed class OutcomeTests
{
    [Fact]
    public async Task Outcomes_are_kept_as_told_late_twice_and_out_of_order()
    {
        await using ServingHost host = await StartAsync();
        Answer one = await host.PostAsync("/endpoints/m/outcomes", """{"prediction_id":"r-1.0","value":1,"at":"2001-01-05T10:00:00Z"}""");
        Answer many = await host.PostAsync("/endpoints/m/outcomes", """
            [{"key":"AA1","value":true,"at":"2001-01-01T00:00:00+02:00"},{"key":17,"value":"late"},{"prediction_id":"r-1.0","value":0.5}]
            """);

        (one.Body, many.Body).ShouldBe(("""{"accepted":1}""", """{"accepted":3}"""));
        List<OutcomeRecord> kept = await host.OutcomesAsync("m");
        kept.Select(o => (o.PredictionId, o.Key)).ShouldBe([("r-1.0", null), (null, "AA1"), (null, "17"), ("r-1.0", null)]);
        kept.Select(o => o.Value).ShouldBe([OutcomeValue.Of(1), OutcomeValue.Of(1), OutcomeValue.Of("late"), OutcomeValue.Of(0.5)]);
        kept[1].At.ShouldBe(new DateTimeOffset(2000, 12, 31, 22, 0, 0, TimeSpan.Zero));
        kept[2].At.ShouldBe(kept[2].Received);
        kept.ShouldAllBe(o => o.Endpoint == "m");
    }

    [Theory]
    [InlineData("", 400, "JSON")]
    [InlineData("1", 400, "an outcome or a list")]
    [InlineData("[]", 400, "empty")]
    [InlineData("""[{"key":"a","value":1},5]""", 400, "[1] is no object")]
    [InlineData("""[{"key":"a","value":1},{"key":"b"}]""", 400, "[1] has no 'value'")]
    [InlineData("""[{"value":1}]""", 400, "exactly one of")]
    [InlineData("""[{"key":"a","prediction_id":"r.0","value":1}]""", 400, "exactly one of")]
    [InlineData("""[{"key":"a","value":null}]""", 400, "neither a number")]
    [InlineData("""[{"key":"a","value":[1]}]""", 400, "neither a number")]
    [InlineData("""[{"key":"a","value":1e999}]""", 400, "neither a number")]
    [InlineData("""[{"key":"a","key":"b","value":1}]""", 400, "twice")]
    [InlineData("""[{"key":"","value":1}]""", 400, "'key'")]
    [InlineData("""[{"key":1.5,"value":1}]""", 400, "key")]
    [InlineData("""[{"prediction_id":"r","value":1}]""", 400, "<request>.<row>")]
    [InlineData("""[{"prediction_id":"r.x","value":1}]""", 400, "<request>.<row>")]
    [InlineData("""[{"key":"a","value":1,"at":"yesterday"}]""", 400, "ISO 8601")]
    [InlineData("""[{"key":"a","value":1,"extra":1}]""", 400, "other than")]
    [InlineData("""[{"key":"a","value":9007199254740993}]""", 400, "more digits")]
    [InlineData("""[{"key":"a","value":1,"id":"a b"}]""", 400, "'id'")]
    [InlineData("""[{"key":"a","value":1}] []""", 400, "JSON")]
    [InlineData("""[{"key":"a","value":1},{"key":"a","value":1},{"key":"a","value":1},{"key":"a","value":1}]""", 413, "more than 3")]
    public async Task A_malformed_call_keeps_nothing_and_names_row_and_field(string body, int status, string holds)
    {
        await using ServingHost host = await StartAsync();
        Answer answer = await host.PostAsync("/endpoints/m/outcomes", body);
        ((int)answer.Status).ShouldBe(status, answer.Body);
        answer.Headers["Content-Type"].ShouldBe("application/problem+json");
        answer.Json.GetProperty("detail").GetString()!.ShouldContain(holds, Case.Sensitive);
        (await host.OutcomesAsync("m")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Csv_says_the_same_as_json()
    {
        await using ServingHost host = await StartAsync();
        Answer answer = await CsvAsync(host, "at,value,key,prediction_id,id\r\n2001-01-05T10:00:00Z,true,AA1,,one\r\n,0.5,,r-1.0,\n,\"on time, nearly\",17,,\n");
        answer.Body.ShouldBe("""{"accepted":3}""");
        List<OutcomeRecord> kept = await host.OutcomesAsync("m");
        kept.Select(o => (o.PredictionId, o.Key, o.Id)).ShouldBe([(null, "AA1", "one"), ("r-1.0", null, null), (null, "17", null)]);
        kept.Select(o => o.Value).ShouldBe([OutcomeValue.Of(1), OutcomeValue.Of(0.5), OutcomeValue.Of("on time, nearly")]);
        (kept[0].At, kept[1].At).ShouldBe((new DateTimeOffset(2001, 1, 5, 10, 0, 0, TimeSpan.Zero), kept[1].Received));
    }

    [Theory]
    [InlineData("2001-01-05T10:00:00Z", 10)]
    [InlineData("2001-01-05T10:00:00.123456789+02:00", 8)]
    [InlineData("2001-01-05 10:00", 10)]
    [InlineData("2001-01-05 10:00:00+00", 10)]
    [InlineData("2001-01-05 10:00:00.25-05", 15)]
    [InlineData("2001-01-05T10:00+02", 8)]
    [InlineData("2001-01-05 10:00:00+2", null)]
    [InlineData("2001-01-05 10:00:00+15", null)]
    [InlineData("2001-01-05", 0)]
    [InlineData("05/06/2001", null)]
    [InlineData("5 Jan 2001", null)]
    [InlineData("10:00", null)]
    [InlineData("2001-13-05", null)]
    public async Task A_time_is_of_ISO_8601_and_no_other(string at, int? hour)
    {
        await using ServingHost host = await StartAsync();
        Answer answer = await host.PostAsync("/endpoints/m/outcomes", $$"""{"key":"a","value":1,"at":"{{at}}"}""");
        ((int)answer.Status).ShouldBe(hour is null ? 400 : 200, answer.Body);
        if (hour is null) answer.Json.GetProperty("detail").GetString()!.ShouldContain("ISO 8601");
        else (await host.OutcomesAsync("m")).Single().At.UtcDateTime.ShouldBe(new DateTime(2001, 1, 5, hour.Value, 0, 0), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("007", null)]
    [InlineData("-01", null)]
    [InlineData("00", null)]
    [InlineData("0012.50", 12.5)]
    [InlineData("-00.5", -0.5)]
    [InlineData("01e2", 100.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("0", 0.0)]
    [InlineData("-7", -7.0)]
    [InlineData("True", 1.0)]
    [InlineData("1e3", 1000.0)]
    public async Task A_cell_of_csv_with_zeros_before_its_digits_is_a_code_and_no_number(string cell, double? number)
    {
        await using ServingHost host = await StartAsync();
        await CsvAsync(host, $"key,value\na,{cell}\n");
        (await host.OutcomesAsync("m")).Single().Value.ShouldBe(number is { } n ? OutcomeValue.Of(n) : OutcomeValue.Of(cell));
    }

    [Theory]
    [InlineData("/v2/models/own/infer", """{"inputs":[{"name":"flight","shape":[2,1],"datatype":"BYTES","data":["a","KEY"]}]}""")]
    [InlineData("/endpoints/own/invocations", """{"dataframe_records":[{"flight":"a"},{"flight":"KEY"}]}""")]
    [InlineData("/v2/models/k/infer", """{"inputs":[{"name":"features","shape":[2,4],"datatype":"FP32","data":[1,2,3,4,1,2,3,4]},{"name":"flight","shape":[2],"datatype":"BYTES","data":["a","KEY"]}]}""")]
    [InlineData("/endpoints/k/invocations", """{"dataframe_records":[{"features":[1,2,3,4],"flight":"a"},{"features":[1,2,3,4],"flight":"KEY"}]}""")]
    public async Task A_key_by_which_nothing_could_be_told_is_refused_with_the_prediction(string path, string body)
    {
        await using ServingHost host = await StartAsync();
        EndpointRoute beside = ServingHost.Endpoint("k", host.Model("1", TestModels.Matrix())) with { KeyColumn = "flight" };
        EndpointRoute input = ServingHost.Endpoint("own", host.Model("2", TestModels.EchoOne(OnnxType.String, "flight"))) with { KeyInput = "flight", Inputs = [new() { Name = "flight", Datatype = "BYTES" }] };
        await host.ApplyAsync(beside, input);
        string longest = new('ä', 1024);
        ((int)(await host.PostAsync(path, body.Replace("KEY", longest, StringComparison.Ordinal))).Status).ShouldBe(200);
        ((int)(await host.PostAsync("/endpoints/k/outcomes", $$"""{"key":"{{longest}}","value":1}""")).Status).ShouldBe(200);
        Answer refused = await host.PostAsync(path, body.Replace("KEY", longest + "ä", StringComparison.Ordinal));
        ((int)refused.Status).ShouldBe(400);
        refused.Body.ShouldContain("The key 'flight' has more than 1024 characters in row 1");
    }

    [Theory]
    [InlineData("", 400, "empty")]
    [InlineData("key,value\n", 400, "header alone")]
    [InlineData("key,value,extra\na,1,2\n", 400, "other than prediction_id, key, value, at, id")]
    [InlineData("key,key,value\na,b,1\n", 400, "twice")]
    [InlineData("key,value\na,1\nb\n", 400, "[1] has 1 cells")]
    [InlineData("key,value\na,1\nb,\n", 400, "[1] has no 'value'")]
    [InlineData("key,value\n,1\n", 400, "exactly one of")]
    [InlineData("key,value\na,18446744073709551617\n", 400, "more digits")]
    [InlineData("prediction_id,value\nr,1\n", 400, "<request>.<row>")]
    [InlineData("key,value,at\na,1,yesterday\n", 400, "ISO 8601")]
    [InlineData("key,value\na,1\na,1\na,1\na,1\n", 413, "more than 3")]
    public async Task A_malformed_csv_keeps_nothing_and_names_row_and_field(string body, int status, string holds)
    {
        await using ServingHost host = await StartAsync();
        Answer answer = await CsvAsync(host, body);
        ((int)answer.Status).ShouldBe(status, answer.Body);
        answer.Json.GetProperty("detail").GetString()!.ShouldContain(holds, Case.Sensitive);
        (await host.OutcomesAsync("m")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_types_are_415()
    {
        await using ServingHost host = await StartAsync();
        ((int)(await CsvAsync(host, "key,value\na,1\n", "text/plain")).Status).ShouldBe(415);
    }

    [Fact]
    public async Task A_call_with_an_id_of_its_own_gives_each_outcome_one()
    {
        await using ServingHost host = await StartAsync();
        for (int sent = 0; sent < 2; sent++) await host.PostAsync("/endpoints/m/outcomes", """[{"key":"a","value":1},{"key":"b","value":1,"id":"own"}]""", ("X-Request-Id", "call-7"));
        ((int)(await host.PostAsync("/endpoints/m/outcomes", """{"key":"a","value":1}""", ("X-Request-Id", new string('x', 129)))).Status).ShouldBe(400);
        (await host.OutcomesAsync("m")).Select(o => o.Id).ShouldBe(["call-7.0", "own", "call-7.0", "own"]);
    }

    [Fact]
    public async Task An_unknown_endpoint_is_404()
    {
        await using ServingHost host = await StartAsync();
        ((int)(await host.PostAsync("/endpoints/nobody/outcomes", """{"key":"a","value":1}""")).Status).ShouldBe(404);
    }

    private static Task<Answer> CsvAsync(ServingHost host, string csv, string type = "text/csv")
        => host.SendAsync(HttpMethod.Post, "/endpoints/m/outcomes", new StringContent(csv, System.Text.Encoding.UTF8, type));

    private static async Task<ServingHost> StartAsync()
    {
        ServingHost host = await ServingHost.StartAsync(o => o.MaxOutcomes = 3);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        return host;
    }
}
