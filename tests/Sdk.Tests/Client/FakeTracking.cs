using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Client;

namespace Cairn.Sdk.Tests.Client;

/// <summary>A tracking server in memory that can go away, lose answers, ask for patience and hold calls back.</summary>
internal sealed class FakeTracking : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private int _calls;

    public bool Away { get; set; }

    /// <summary>Every so many calls the answer is lost after the work was done; 0 for never.</summary>
    public int LosesEvery { get; set; }

    /// <summary>Answers to be given before any work is done.</summary>
    public ConcurrentQueue<HttpResponseMessage> First { get; } = [];

    /// <summary>Calls wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public List<FakeRun> Runs { get; } = [];

    public List<string> Asked { get; } = [];

    public CairnClient Client() => new(new CairnClientOptions(new Uri("http://tracking/")) { Retry = new RetryRule { Attempts = 3, First = TimeSpan.FromMilliseconds(1) } }, this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Gate is { } gate)
        {
            await gate.Task;
        }
        if (Away)
        {
            throw new HttpRequestException("away");
        }
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_lock)
        {
            Asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            if (First.TryDequeue(out var answer))
            {
                return answer;
            }
            answer = Answer(request, body);
            return LosesEvery > 0 && ++_calls % LosesEvery == 0 ? throw new HttpRequestException("lost") : answer;
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith("/api/2.0/mlflow-artifacts/artifacts/1/", StringComparison.Ordinal))
        {
            var parts = path["/api/2.0/mlflow-artifacts/artifacts/1/".Length..].Split('/', 3);
            Runs.Single(r => r.Id == parts[0]).Files[parts[2]] = body;
            return Ok(new JsonObject());
        }
        var json = body.Length == 0 ? new JsonObject() : JsonNode.Parse(body)!.AsObject();
        return path["/api/2.0/mlflow/".Length..] switch
        {
            "experiments/get-by-name" => Ok(new JsonObject { ["experiment"] = new JsonObject { ["experiment_id"] = "1" } }),
            "runs/create" => Create(json),
            "runs/search" => Search((string)json["filter"]!),
            "runs/log-batch" => Runs.Single(r => r.Id == (string)json["run_id"]!).Log(json) is { } refusal ? Refused(refusal) : Ok(new JsonObject()),
            "runs/log-inputs" => Ok(new JsonObject()),
            "runs/update" => Update(json),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    private HttpResponseMessage Create(JsonObject json)
    {
        var run = new FakeRun($"r{Runs.Count}", json["tags"]!.AsArray().ToDictionary(t => (string)t!["key"]!, t => (string)t!["value"]!));
        Runs.Add(run);
        return Ok(new JsonObject { ["run"] = run.Message() });
    }

    private HttpResponseMessage Search(string filter) =>
        Ok(new JsonObject { ["runs"] = new JsonArray([.. Runs.Where(r => filter.Contains(r.Tags[RunStart.KeyTag], StringComparison.Ordinal)).Select(r => r.Message())]) });

    private HttpResponseMessage Update(JsonObject json)
    {
        Runs.Single(r => r.Id == (string)json["run_id"]!).Status = (string)json["status"]!;
        return Ok(new JsonObject());
    }

    private static HttpResponseMessage Ok(JsonObject message) => new(HttpStatusCode.OK) { Content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Refused(string why) =>
        new(HttpStatusCode.BadRequest) { Content = new StringContent(new JsonObject { ["error_code"] = "INVALID_PARAMETER_VALUE", ["message"] = why }.ToJsonString()) };
}
