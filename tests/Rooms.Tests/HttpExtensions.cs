using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests;

internal static class HttpExtensions
{
    /// <summary>Sends JSON and expects a status; answers the body as JSON, null when it is empty.</summary>
    public static async Task<JsonNode?> SendAsync(
        this HttpClient http, string method, string path, HttpStatusCode expected, object? body = null, string? actor = null, string? authorization = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (actor is not null) request.Headers.Add("X-Cairn-Actor", actor);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using HttpResponseMessage response = await http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return text.Length == 0 || response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true ? null : JsonNode.Parse(text);
    }

    public static string Text(this JsonNode? node, string name) => node![name]!.GetValue<string>();

    public static T As<T>(this JsonNode node) => node.Deserialize<T>()!;
}
