using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data.Sources;

public sealed class PushTests
{
    private const string Door = "/api/v1/projects/flights/data/trips/push";

    [Fact]
    public async Task What_is_sent_becomes_a_version_at_once()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips: {from: push, expect: {x: {type: int}}}\n");
        using HttpResponseMessage answer = await SendAsync(world, "?partition=2001-01-05", "x\n1\n2\n");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        JsonElement told = await answer.Content.ReadFromJsonAsync<JsonElement>();
        told.GetProperty("partition").GetString().ShouldBe("2001-01-05");
        await world.QuietAsync();
        (await SendAsync(world, "?partition=2001-01-06", "[{\"x\": 1}]", "application/json")).Dispose();
        await world.QuietAsync();
        (await world.KnownAsync()).Select(v => (v.Partition, v.Rows)).ShouldBe([("2001-01-05", 2), ("2001-01-06", 1)]);
        (await SendAsync(world, "?partition=2001-01-05", "[{\"x\": 7}]", "application/json")).Dispose();
        await world.QuietAsync();
        (await world.KnownAsync()).Select(v => (v.Partition, v.Rows)).ShouldBe([("2001-01-05", 1), ("2001-01-06", 1)]);
        (await world.ArrivalsAsync()).Select(a => a.Trigger).ShouldBe(["data", "data", "data"]);
    }

    [Theory]
    [InlineData("?partition=../up", "x\n1\n", "text/csv", "partition")]
    [InlineData("?partition=a.b", "x\n1\n", "text/csv", "partition")]
    [InlineData("", "x\n1\n", "text/html", "Content-Type")]
    [InlineData("", "", "text/csv", "empty")]
    public async Task A_mistake_is_told_and_leaves_nothing_behind(string query, string body, string type, string said)
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips: {from: push}\n");
        using HttpResponseMessage answer = await SendAsync(world, query, body, type);
        (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains(said, StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true));
        string folder = world.Drop(".pushed/trips/x");
        Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!).ShouldBeEmpty();
        (await world.ArrivalsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Too_much_is_refused_and_so_is_a_source_that_takes_nothing()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips: {from: push}\n  files: {from: in/*.csv}\n", new DataOptions { ArrivalLimit = 1 << 10 });
        using HttpResponseMessage large = await SendAsync(world, "", "x\n" + new string('1', 2000) + "\n");
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using HttpResponseMessage other = await world.Http.PostAsync(Door.Replace("trips", "files", StringComparison.Ordinal), new StringContent("x\n1\n", Encoding.UTF8, "text/csv"));
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    private static Task<HttpResponseMessage> SendAsync(TestWorld world, string query, string body, string type = "text/csv")
        => world.Http.PostAsync(Door + query, new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)));
}
