using System.Text;

namespace Cairn.Serving.Tests.Crashes;

/// <summary>One client that asks one thing after the other, with ids of its own, until the server is gone.</summary>
internal sealed class Caller(HttpClient client, string endpoint, string name)
{
    private const string Body = """{"instances":[[1,2,3,4]]}""";

    /// <summary>What was answered, in order.</summary>
    public List<(string Id, string Body)> Answered { get; } = [];

    public async Task RunAsync(Action answered)
    {
        try
        {
            for (int i = 0; ; i++)
            {
                (string id, string body, _) = await AskAsync(client, endpoint, $"{name}-{i}");
                Answered.Add((id, body));
                answered();
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone, as it was meant to be.
        }
    }

    public static async Task<(string Id, string Body, bool Replayed)> AskAsync(HttpClient client, string endpoint, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/endpoints/{endpoint}/invocations") { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Request-Id", id);
        using HttpResponseMessage answer = await client.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(200, body);
        return (id, body, answer.Headers.Contains("X-Cairn-Replayed"));
    }
}
