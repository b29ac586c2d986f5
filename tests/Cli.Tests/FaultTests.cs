using System.Net;

namespace Cairn.Cli.Tests;

public sealed class FaultTests
{
    private const string Problem = """
        {"title":"The release cannot be promoted","status":409,"detail":"it is paused","mend":"cairn releases approve r-31",
         "errors":{"reason":["is missing","must say why"]}}
        """;

    [Fact]
    public async Task A_refusal_prints_what_which_fields_and_the_mend()
    {
        var server = new FakeServer().On("POST /api/v1/projects/p/releases/r-31/promote", Problem, HttpStatusCode.Conflict);

        var run = await Session.RunAsync(server, "releases promote r-31 -p p");

        run.Code.ShouldBe(1);
        run.Out.ShouldBe("");
        run.Error.ShouldBe("""
            error: it is paused
              reason: is missing
              reason: must say why
              cairn releases approve r-31

            """, StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public async Task With_json_a_refusal_is_the_servers_own_problem()
    {
        var server = new FakeServer().On("POST /api/v1/projects/p/releases/r-31/promote", Problem, HttpStatusCode.Conflict);

        var run = await Session.RunAsync(server, "releases promote r-31 -p p --json");

        System.Text.Json.Nodes.JsonNode.Parse(run.Error)!["mend"]!.ToString().ShouldBe("cairn releases approve r-31");
    }

    [Fact]
    public async Task One_wrong_field_is_named()
    {
        var server = new FakeServer().On("POST /api/v1/world/advance", """{"title":"Bad request","detail":"Domain time does not go back.","field":"to"}""", HttpStatusCode.BadRequest);

        var run = await Session.RunAsync(server, "world advance --to 2001-01-01");

        run.Error.ShouldBe("error: Domain time does not go back.\n  field: to\n");
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, 2)]
    [InlineData(HttpStatusCode.NotFound, 2)]
    [InlineData(HttpStatusCode.UnprocessableEntity, 2)]
    [InlineData(HttpStatusCode.Unauthorized, 1)]
    [InlineData(HttpStatusCode.Conflict, 1)]
    [InlineData(HttpStatusCode.InternalServerError, 1)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 3)]
    public async Task The_exit_code_tells_whose_fault_it_is(HttpStatusCode status, int code)
    {
        var server = new FakeServer().On("GET /api/v1/projects/x", "<html>not a problem document</html>", status);

        var run = await Session.RunAsync(server, "projects show x");

        run.Code.ShouldBe(code);
        run.Error.ShouldStartWith("error: ");
    }

    [Fact]
    public async Task No_answer_is_three_and_says_how_to_start_a_server()
    {
        var run = await Session.RunAsync(new FakeServer(), "projects list --server http://127.0.0.1:9");

        run.Code.ShouldBe(3);
        run.Error.ShouldContain("no answer from http://127.0.0.1:9");
        run.Error.ShouldContain("cairn up");
    }

    [Fact]
    public async Task An_answer_that_is_not_json_is_not_taken_for_one()
    {
        var run = await Session.RunAsync(new FakeServer().On("GET /api/v1/projects/x", "<html>"), "projects show x");

        run.Code.ShouldBe(3);
        run.Error.ShouldContain("is this a Cairn server?");
    }

    [Theory]
    [InlineData("runs lst", "did you mean list?")]
    [InlineData("modles list", "did you mean models?")]
    [InlineData("runs list --sotr auc", "did you mean --sort?")]
    [InlineData("runs", "list, show, compare")]
    [InlineData("runs list --limit -3", "--limit -3")]
    [InlineData("runs list --limit many", "many")]
    [InlineData("releases start --model delay", "--version")]
    [InlineData("releases start --model delay --version 1.x --env test -p p", "not a number")]
    [InlineData("predict delay", "give either inputs or --file")]
    [InlineData("predict delay hour", "'hour' is not name=value")]
    [InlineData("predict delay --file /does/not/exist.json", "/does/not/exist.json")]
    [InlineData("handoff answer h-1", "--accept or --refuse")]
    [InlineData("projects list --server ftp://x", "not a server address")]
    public async Task Wrong_words_are_two_and_name_the_right_ones(string words, string expected)
    {
        var run = await Session.RunAsync(new FakeServer(), words);

        run.Code.ShouldBe(2);
        run.Error.ShouldContain(expected);
        run.Out.ShouldBe("");
    }

    [Fact]
    public async Task A_body_that_is_not_json_is_named_with_line_and_column()
    {
        var run = await Session.RunAsync(new FakeServer(), "predict delay --file -", input: "{\n  \"inputs\": [}\n");

        run.Code.ShouldBe(2);
        run.Error.ShouldContain("-:2:14: not JSON");
    }
}
