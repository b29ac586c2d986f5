using System.Net;
using System.Text.Json.Nodes;

namespace FlightBoard.Tests;

/// <summary>The client against a real listener on this machine.</summary>
[Trait("kind", "integration")]
public sealed class DelayClientTests : IAsyncDisposable
{
    private readonly SmallServer _server = new();
    private readonly Departure _flight = new("a", 495, 1, 888, "ORD", "DEN");

    [Fact]
    public async Task It_asks_the_endpoint_and_reads_the_scores()
    {
        _server.Answer = (200, """{"model_version":"mv-1","outputs":[{"name":"score","data":[0.25]}]}""");
        Forecast forecast = Assert.Single(await Client().AskAsync([_flight], "r-1", TestContext.Current.CancellationToken));
        Assert.Equal(new Forecast("a", 0.25, "mv-1"), forecast);
        Assert.Equal("/v2/models/delay/infer", _server.Path);
        Assert.Equal("r-1", (string?)JsonNode.Parse(_server.Body)!["id"]);
    }

    [Fact]
    public async Task A_refusal_comes_with_its_reason()
    {
        _server.Answer = (400, """{"error":"Input 'minute' lies outside the range."}""");
        HttpRequestException fault = await Assert.ThrowsAsync<HttpRequestException>(() => Client().AskAsync([_flight], "r-2", TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.BadRequest, fault.StatusCode);
        Assert.Contains("minute", fault.Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private DelayClient Client() => new(new HttpClient { BaseAddress = _server.Address });
}
