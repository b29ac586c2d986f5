using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Client;

/// <summary>The calls of MLflow's dialect that runs need. All of them may be sent twice: creating looks first whether the run is there.</summary>
internal sealed class RunWire(CairnClient client, Retrier retrier)
{
    private const string Root = "api/2.0/mlflow/";

    /// <param name="mayExist">It may have been created before, by a call whose answer was lost.</param>
    public async Task<RunPlace> CreateAsync(RunStart start, bool mayExist, CancellationToken cancel)
    {
        var experiment = await retrier.RunAsync(() => ExperimentAsync(start.Experiment, cancel), cancel);
        return await retrier.RunAsync(
            async () =>
            {
                if (mayExist && await FindAsync(experiment, start.Key, cancel) is { } known)
                {
                    return known;
                }
                mayExist = true;
                return RunPlace.Of((await client.PostAsync(Root + "runs/create", Message(start, experiment), cancel))!["run"]);
            },
            cancel);
    }

    /// <summary>A call on the run; <paramref name="body"/> is an object with at least one field, without the run's id.</summary>
    public Task CallAsync(RunPlace place, string call, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var whole = WithId(place.Id, body.Span);
        return retrier.RunAsync(() => client.SendAsync(HttpMethod.Post, Root + call, Json(whole), cancel), cancel);
    }

    /// <summary>Sends a file as it is read. One that cannot be sought in is sent once.</summary>
    public Task UploadAsync(RunPlace place, string path, Stream content, CancellationToken cancel)
    {
        var address = place.ArtifactPath(path);
        if (!content.CanSeek)
        {
            return client.SendAsync(HttpMethod.Put, address, new UploadContent(content), cancel);
        }
        var from = content.Position;
        return retrier.RunAsync(
            () =>
            {
                content.Position = from;
                return client.SendAsync(HttpMethod.Put, address, new UploadContent(content), cancel);
            },
            cancel);
    }

    public Task<JsonNode?> GetAsync(string path, CancellationToken cancel) => retrier.RunAsync(() => client.GetAsync(Root + path, cancel), cancel);

    public Task CopyAsync(string path, Stream target, CancellationToken cancel) => client.CopyAsync(path, target, cancel);

    private static JsonObject Message(RunStart start, string experiment)
    {
        var tags = start.Tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value });
        var message = new JsonObject { ["experiment_id"] = experiment, ["user_id"] = start.User, ["start_time"] = start.StartTime, ["tags"] = new JsonArray([.. tags]) };
        if (start.Name is not null)
        {
            message["run_name"] = start.Name;
        }
        return message;
    }

    private async Task<string> ExperimentAsync(string name, CancellationToken cancel)
    {
        try
        {
            return await ByNameAsync(name, cancel);
        }
        catch (CairnApiException unknown) when (unknown.Status == 404)
        {
            try
            {
                return (string)(await client.PostAsync(Root + "experiments/create", new JsonObject { ["name"] = name }, cancel))!["experiment_id"]!;
            }
            catch (CairnApiException other) when (other.ErrorCode == "RESOURCE_ALREADY_EXISTS")
            {
                return await ByNameAsync(name, cancel); // somebody was faster
            }
        }
    }

    private async Task<string> ByNameAsync(string name, CancellationToken cancel) =>
        (string)(await client.GetAsync(Root + "experiments/get-by-name?experiment_name=" + Uri.EscapeDataString(name), cancel))!["experiment"]!["experiment_id"]!;

    private async Task<RunPlace?> FindAsync(string experiment, string key, CancellationToken cancel)
    {
        var body = new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["filter"] = $"tags.`{RunStart.KeyTag}` = '{key}'", ["max_results"] = 1 };
        var found = await client.PostAsync(Root + "runs/search", body, cancel);
        return found?["runs"] is JsonArray { Count: > 0 } runs ? RunPlace.Of(runs[0]) : null;
    }

    private static byte[] WithId(string id, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{{\"run_id\":\"{id}\",");
        var whole = new byte[head.Length + body.Length - 1];
        head.CopyTo(whole, 0);
        body[1..].CopyTo(whole.AsSpan(head.Length));
        return whole;
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
