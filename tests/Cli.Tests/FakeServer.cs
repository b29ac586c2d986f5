using System.Net;
using System.Text;

namespace Cairn.Cli.Tests;

/// <summary>Answers requests from a table of "METHOD path?query" and remembers what was asked.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<(HttpStatusCode Status, string Body)>> _answers = [];

    public List<string> Asked { get; } = [];

    public List<string> Bodies { get; } = [];

    public List<string?> Authorizations { get; } = [];

    /// <summary>What those who asked called themselves, where they did.</summary>
    public List<string> Applications { get; } = [];

    /// <summary>The last answer of a request is repeated.</summary>
    public FakeServer On(string request, string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        if (!_answers.TryGetValue(request, out var queue))
        {
            _answers[request] = queue = new Queue<(HttpStatusCode, string)>();
        }
        queue.Enqueue((status, body));
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        Asked.Add(asked);
        Authorizations.Add(request.Headers.Authorization?.ToString());
        if (request.Headers.TryGetValues("X-Cairn-App", out var names)) Applications.AddRange(names);
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        if (!_answers.TryGetValue(asked, out var queue))
        {
            throw new HttpRequestException($"nothing answers '{asked}'");
        }
        var (status, body) = queue.Count > 1 ? queue.Dequeue() : queue.Peek();
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
