using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>A NUL that an address or a form brings is refused by the name of what holds it, on whichever engine.</summary>
public sealed class NulTests
{
    private const string P = "/p/" + TrackingWorld.Project, Api = "/api/v1/projects/" + TrackingWorld.Project;

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task It_is_a_mistake_of_who_asks(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string experiment = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{TrackingWorld.Project}}"}"""))["experiment_id"]!, run = await world.CreateRunAsync(experiment);
        string[] lists = [$"{P}/files/run/{run}", $"{P}/experiments/{TrackingWorld.Project}/runs/{run}/artifacts", $"{P}/all-experiments", "/experiments", $"{Api}/runs/{run}/artifacts"];
        foreach (string list in lists) (await FieldAsync(world, $"{list}?after=AA")).ShouldBe("after", list);
        foreach (string list in (string[])[.. lists, $"{P}/experiments", $"{P}/experiments/{TrackingWorld.Project}/traces", $"{Api}/runs"])
        {
            (await FieldAsync(world, $"{list}?sort=name&q=a%00")).ShouldBe("q", list);
            (await FieldAsync(world, $"{list}?%00x=1")).ShouldBe("x", list);
        }
        using var parts = new MultipartFormDataContent { { new StringContent("a\0"), "project" } };
        using HttpResponseMessage sent = await world.Http.PostAsync($"/experiments/{experiment}/attach", parts, TestContext.Current.CancellationToken);
        (await FieldAsync(sent)).ShouldBe("project");
        // The reader of the other kind of form takes none.
        using var form = new FormUrlEncodedContent([new("project", "a\0")]);
        using HttpResponseMessage encoded = await world.Http.PostAsync($"/experiments/{experiment}/attach", form, TestContext.Current.CancellationToken);
        encoded.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // MLflow's clients are told in MLflow's words.
        using HttpResponseMessage theirs = await world.Http.GetAsync("/api/2.0/mlflow/experiments/get-by-name?experiment_name=%00", TestContext.Current.CancellationToken);
        theirs.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await theirs.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Text("error_code").ShouldBe("INVALID_PARAMETER_VALUE");
    }

    private static async Task<string> FieldAsync(TestWorld world, string address)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync(address, TestContext.Current.CancellationToken);
        return await FieldAsync(answer);
    }

    private static async Task<string> FieldAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        return JsonNode.Parse(text).Text("field");
    }
}
