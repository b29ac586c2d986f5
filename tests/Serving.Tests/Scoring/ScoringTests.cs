using System.Text;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Scoring;

public sealed class ScoringTests(SharedHost shared)
{
    private const string Records = """[{"distance":1,"hour":12,"weekday":3,"wind":2.5}]""";

    public static TheoryData<string, string, string, int, string> Json => new()
    {
        { "split with columns", "flights", """{"dataframe_split":{"columns":["hour","distance","wind","weekday"],"data":[[12,1,2.5,3]]}}""", 200, "\"sum\":[18.5]" },
        { "split, data before columns", "flights", """{"dataframe_split":{"data":[[12,1,2.5,3]],"index":[0],"columns":["hour","distance","wind","weekday"]}}""", 200, "\"sum\":[18.5]" },
        { "split without columns, in contract order", "flights", """{"dataframe_split":{"data":[[1,12,3,2.5],[2,12,3,2.5]]}}""", 200, "\"sum\":[19.5]" },
        { "split with a column of nobody", "flights", """{"dataframe_split":{"columns":["hour","distance","wind","weekday","note"],"data":[[12,1,2.5,3,{"a":1}]]}}""", 200, "\"sum\":[18.5]" },
        { "split with the key", "flights", """{"dataframe_split":{"columns":["flight","hour","distance","wind","weekday"],"data":[["AA1",12,1,2.5,3]]}}""", 200, "\"sum\":[18.5]" },
        { "split with a frame's own numbers in place of names", "flights", """{"dataframe_split":{"columns":[0,1,2,3],"data":[[1,12,3,2.5],[2,12,3,2.5]]}}""", 200, "\"sum\":[19.5]" },
        { "split with numbers for the values of one matrix", "matrix", """{"dataframe_split":{"index":[0],"columns":[0,1,2,3],"data":[[1,2,3,4]]}}""", 200, "\"sum\":[10]" },
        { "split with other numbers", "flights", """{"dataframe_split":{"columns":[1,2,3,4],"data":[[1,12,3,2.5]]}}""", 400, "'distance' is missing" },
        { "split with a number and names", "flights", """{"dataframe_split":{"columns":["hour","distance","wind","weekday",7],"data":[[12,1,2.5,3,0]]}}""", 200, "\"sum\":[18.5]" },
        { "split with a broken number", "flights", """{"dataframe_split":{"columns":[0.5],"data":[[1]]}}""", 400, "'columns'" },
        { "the object of a language model, for a model of one text", "text", """{"messages":[{"content":"a \u00e9"}],"stream":false}""", 200, """{"messages":[{"content":"a \u00e9"}],"stream":false}""" },
        { "the object of a language model, for a model of columns", "flights", """{"prompt":"a"}""", 400, "none of" },
        { "records", "flights", $$"""{"dataframe_records":{{Records}}}""", 200, "\"sum\":[18.5]" },
        { "records with params", "flights", $$"""{"dataframe_records":{{Records}},"params":{"a":1},"other":[1]}""", 200, "\"sum\":[18.5]" },
        { "records, missing value where allowed", "flights", """{"dataframe_records":[{"distance":1,"hour":12,"weekday":3}]}""", 200, "\"sum\":[null]" },
        { "instances of objects", "flights", $$"""{"instances":{{Records}}}""", 200, "\"sum\":[18.5]" },
        { "instances of lists", "matrix", """{"instances":[[1,2,3,4],[0,0,0,0]]}""", 200, "\"sum\":[0]" },
        { "inputs of columns", "flights", """{"inputs":{"distance":[1,2],"hour":[12,12],"weekday":[3,3],"wind":[2.5,2.5]}}""", 200, "\"sum\":[19.5]" },
        { "inputs of scalars", "flights", """{"inputs":{"distance":1,"hour":12,"weekday":3,"wind":2.5}}""", 200, "\"sum\":[18.5]" },
        { "inputs of lists", "matrix", """{"inputs":[[1,2,3,4]]}""", 200, "\"sum\":[10]" },
        { "inputs of objects", "flights", $$"""{"inputs":{{Records}}}""", 200, "\"sum\":[18.5]" },
        { "one output is a nested list", "image", """{"instances":[[[1,2,3],[4,5,6]]]}""", 200, """{"predictions":[[21]]}""" },
        { "one output is as the model gives it", "greatest", """{"instances":[[1],[5],[2]]}""", 200, """{"predictions":[[5]]}""" },
        { "several outputs, of which one has not an entry a row", "uneven", """{"instances":[[1],[5],[2]]}""", 501, "'greatest' has not one entry for each row (1 for 3)" },
        { "several outputs, each with an entry a row", "uneven", """{"instances":[[5]]}""", 200, """{"predictions":[{"greatest":[5],"same":[5]}]}""" },
        { "no rows", "image", """{"instances":[]}""", 200, """{"predictions":[]}""" },
        { "a list at the top", "flights", Records, 400, "exactly one of" },
        { "no form", "flights", "{}", 400, "none of" },
        { "two forms", "flights", $$"""{"inputs":{{Records}},"instances":{{Records}}}""", 400, "more than one" },
        { "a form twice", "flights", $$"""{"inputs":{{Records}},"inputs":{{Records}}}""", 400, "more than one" },
        { "split with another name", "flights", """{"dataframe_split":{"columns":[],"rows":[]}}""", 400, "other than columns, index and data" },
        { "split without data", "flights", """{"dataframe_split":{"columns":["hour"]}}""", 400, "no 'data'" },
        { "split with a short row", "flights", """{"dataframe_split":{"columns":["hour","distance"],"data":[[1]]}}""", 400, "must have 2 values" },
        { "split with a long row", "flights", """{"dataframe_split":{"columns":["hour"],"data":[[1,2]]}}""", 400, "must have 1 values" },
        { "split with a name twice", "flights", """{"dataframe_split":{"columns":["hour","hour"],"data":[[1,2]]}}""", 400, "twice" },
        { "split that is a list", "flights", """{"dataframe_split":[]}""", 400, "must be an object" },
        { "records that are an object", "flights", """{"dataframe_records":{}}""", 400, "must be a list" },
        { "records of lists", "flights", """{"dataframe_records":[[1,2,3,4]]}""", 400, "must be an object by column names" },
        { "a record without a column", "flights", """{"dataframe_records":[{"hour":12}]}""", 400, "'distance' is missing in row 0" },
        { "a record with a column twice", "flights", """{"dataframe_records":[{"distance":1,"distance":2,"hour":12,"weekday":3}]}""", 400, "'distance' twice" },
        { "a key in one row only", "flights", """{"dataframe_records":[{"distance":1,"hour":12,"weekday":3,"flight":"a"},{"distance":1,"hour":12,"weekday":3}]}""", 400, "key 'flight' must be there" },
        { "columns of different length", "flights", """{"inputs":{"distance":[1,2],"hour":[12],"weekday":[3,3],"wind":[2.5,2.5]}}""", 400, "another number of rows" },
        { "a column missing", "flights", """{"inputs":{"distance":[1]}}""", 400, "'hour' is missing" },
        { "too many values in a row", "flights", """{"instances":[[1,2,3,4,5]]}""", 400, "more than 4 values" },
        { "a row too short", "matrix", """{"instances":[[1,2,3]]}""", 400, "must have 4 values" },
        { "a text for a number", "flights", """{"dataframe_records":[{"distance":"far","hour":12,"weekday":3}]}""", 400, "a text where FP32" },
        { "outside the range", "flights", """{"dataframe_records":[{"distance":1,"hour":25,"weekday":3}]}""", 400, "outside the range 0 to 23" },
        { "too many rows", "flights", "{\"instances\":[" + string.Join(",", Enumerable.Repeat("[1,1,1,1]", 11)) + "]}", 413, "more than 10 rows" },
        { "cut JSON", "flights", """{"instances":[[1,1""", 400, "no valid JSON" },
        { "an unknown endpoint", "nobody", "{}", 404, "RESOURCE_DOES_NOT_EXIST" },
    };

    [Theory]
    [MemberData(nameof(Json))]
    public async Task A_json_case_is_answered_as_the_contract_says(string name, string endpoint, string body, int status, string holds)
    {
        Answer answer = await shared.Host.PostAsync($"/endpoints/{endpoint}/invocations", body);
        ((int)answer.Status).ShouldBe(status, name + answer.Body);
        answer.Body.ShouldContain(holds, Case.Sensitive, name);
        if (status != 200) answer.Json.GetProperty("error_code").GetString().ShouldNotBeNullOrEmpty();
        else answer.Headers.ShouldContainKey("X-Request-Id");
        answer.Body.ShouldNotContain("far");
    }

    [Theory]
    [InlineData("distance,hour,weekday,wind\n1,12,3,2.5\n", 200, "\"sum\":[18.5]")]
    [InlineData("hour,distance,weekday,wind,note\r\n12,1,3,2.5,\"a \"\"b\"\", c\"\r\n", 200, "\"sum\":[18.5]")]
    [InlineData("distance,hour,weekday,wind\n1,12,3,\n", 200, "\"sum\":[null]")]
    [InlineData("distance,hour,weekday,wind", 200, "[]")]
    [InlineData("", 400, "empty")]
    [InlineData("distance,hour,weekday,wind\n1,12\n", 400, "has 2 cells")]
    [InlineData("distance,distance\n1,12\n", 400, "twice")]
    [InlineData("distance,hour,weekday,wind\n1,x,3,2.5\n", 400, "no INT64")]
    [InlineData("distance,hour,weekday,wind\n1,12,3,1e999\n", 400, "no FP64")]
    [InlineData("distance,hour,weekday,wind\n1,12,3,9007199254740993\n", 400, "no FP64")]
    [InlineData("distance,hour,weekday,wind\n1,12,3,9007199254740992\n", 200, "sum")]
    [InlineData("distance,hour,weekday,wind\n1,12,3,\"2.5\n", 400, "quoted cell")]
    public async Task A_csv_case_is_answered_as_the_contract_says(string csv, int status, string holds)
    {
        foreach (string type in new[] { "text/csv", "application/csv" })
        {
            Answer answer = await shared.Host.SendAsync(HttpMethod.Post, "/endpoints/flights/invocations", new StringContent(csv, Encoding.UTF8, type));
            ((int)answer.Status).ShouldBe(status, answer.Body);
            answer.Body.ShouldContain(holds, Case.Sensitive);
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; format=split")]
    public async Task Other_types_are_415(string type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        ((int)(await shared.Host.SendAsync(HttpMethod.Post, "/endpoints/flights/invocations", content)).Status).ShouldBe(415);
    }
}
