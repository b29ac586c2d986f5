using Cairn.Contracts.Inference;
using Cairn.Serving.Describing;
using Cairn.Serving.Logging;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.V2;

/// <summary>The calls that tell about server and models; GET only.</summary>
internal sealed class V2Metadata(RouteTable routes, PredictionLogger logger, Draining draining, IOptions<ServingOptions> options)
{
    private static readonly string Version = typeof(V2Metadata).Assembly.GetName().Version?.ToString(3) ?? "0";
    private static readonly string[] Extensions = ["binary_tensor_data", "classification", "model_repository", "model_configuration", "statistics"];
    private static readonly V2Protocol Errors = new();

    public Task ServerAsync(HttpContext http) => http.Response.WriteAsJsonAsync(
        new ServerMetadata("cairn", Version, Extensions), InferenceJson.Default.ServerMetadata, Answers.Json);

    public static Task LiveAsync(HttpContext http) => Answers.WriteJsonAsync(http, 200, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("live", true);
        json.WriteEndObject();
    });

    /// <summary>
    /// Ready when a snapshot is loaded, whose models were warmed before it came in, and each endpoint's stable model answers now. Where the disk takes no record, not before
    /// some endpoint answers without. Not any more when the host is told to stop.
    /// </summary>
    public async Task ReadyAsync(HttpContext http)
    {
        bool ready = await IsReadyAsync();
        await Answers.WriteJsonAsync(http, ready ? 200 : 503, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ready", ready);
            json.WriteEndObject();
        });
    }

    /// <summary>A model whose own server is away is not ready, nor is one whose answers the log does not take but must; it says so with 503.</summary>
    public Task ModelReadyAsync(HttpContext http, string model, string? version) => WithAsync(http, model, version, async (endpoint, variant) =>
    {
        bool ready = await IsReadyAsync(endpoint, variant);
        http.Response.StatusCode = ready ? 200 : 503;
        await http.Response.WriteAsJsonAsync(new ModelReadiness(model, ready), InferenceJson.Default.ModelReadiness, Answers.Json);
    });

    public Task ModelAsync(HttpContext http, string model, string? version) => WithAsync(http, model, version, (endpoint, variant) =>
        http.Response.WriteAsJsonAsync(Describe(endpoint, variant), InferenceJson.Default.ModelMetadata, Answers.Json));

    /// <summary>The same as a configuration of Triton's says it, for clients that ask for that.</summary>
    public Task ConfigAsync(HttpContext http, string model, string? version) => WithAsync(http, model, version, (endpoint, variant) =>
        Answers.WriteJsonAsync(http, StatusCodes.Status200OK, json => V2Config.Write(json, Describe(endpoint, variant), MostBody(endpoint))));

    /// <summary>What a client of the endpoint must know, as a document of OpenAPI.</summary>
    public Task DescribeAsync(HttpContext http, string model, string? version) => WithAsync(http, model, version, (endpoint, variant) =>
    {
        http.Response.ContentType = Answers.Json;
        return http.Response.WriteAsync(EndpointDescription.Of(endpoint, variant, version, MostBody(endpoint)).ToJsonString(), http.RequestAborted);
    });

    /// <summary>The scoring protocol's probe: 200 and an empty line.</summary>
    public Task PingAsync(HttpContext http, string endpoint, IInferenceProtocol protocol) => WithAsync(http, endpoint, null, async (live, variant) =>
    {
        http.Response.StatusCode = await IsReadyAsync(live, variant) ? 200 : 503;
        http.Response.ContentType = Answers.Json;
        await http.Response.WriteAsync("\n", http.RequestAborted);
    }, protocol);

    /// <summary>As the probe, where the one endpoint of a server alone is meant.</summary>
    public Task PingOnlyAsync(HttpContext http, IInferenceProtocol protocol) =>
        WithOnlyAsync(http, protocol, endpoint => PingAsync(http, endpoint, protocol));

    /// <summary>The bare version, as the scoring protocol wants it.</summary>
    public static Task VersionAsync(HttpContext http)
    {
        http.Response.ContentType = Answers.Json;
        return http.Response.WriteAsync(Version, http.RequestAborted);
    }

    /// <summary>Goes on with the name of the only endpoint; 404 when there are several, for the address does not say which.</summary>
    public Task WithOnlyAsync(HttpContext http, IInferenceProtocol protocol, Func<string, Task> answer)
    {
        LiveSnapshot? snapshot = routes.Pin();
        try
        {
            string? only = snapshot?.Endpoints.Count == 1 ? snapshot.Endpoints.Keys[0] : null;
            if (only is not null) return answer(only);
            return Answers.WriteFaultAsync(http, protocol, snapshot is null
                ? new RequestFault(503, ErrorKind.NotReady, "No snapshot is loaded yet; try again when /v2/health/ready says so.")
                : RequestFault.NotFound($"This server has {snapshot.Endpoints.Count} endpoints; use /endpoints/NAME{http.Request.Path}."));
        }
        finally { snapshot?.Unpin(); }
    }

    private async ValueTask<bool> IsReadyAsync(LiveEndpoint endpoint, LiveVariant variant) => !draining.HasBegun && variant.Model.IsReady && await logger.AnswersAsync(endpoint);

    private async ValueTask<bool> IsReadyAsync()
    {
        LiveSnapshot? snapshot = routes.Pin();
        try
        {
            if (draining.HasBegun || snapshot is null || !snapshot.Endpoints.Values.All(e => e.Stable.Model.IsReady)) return false;
            foreach (LiveEndpoint endpoint in snapshot.Endpoints.Values)
                if (await logger.AnswersAsync(endpoint)) return true;
            return snapshot.Endpoints.Count == 0;
        }
        finally { snapshot?.Unpin(); }
    }

    private int MostBody(LiveEndpoint endpoint) => endpoint.Route.MaxBodyBytes ?? options.Value.MaxBodyBytes;

    private static ModelMetadata Describe(LiveEndpoint endpoint, LiveVariant variant)
    {
        IEnumerable<TensorMetadata> inputs = endpoint.Contract.Columns.Where(c => !c.LookedUp)
            .Select(c => new TensorMetadata(c.Name, c.Type.Name(), [variant.Model.FixedRows ?? -1, .. c.Shape.Skip(1).Select(d => (long)d)]));
        IEnumerable<TensorMetadata> outputs = variant.Model.Outputs
            .Select(p => new TensorMetadata(p.Name, p.Type.Name(), p.Shape));
        return new(endpoint.Route.Name, [.. endpoint.Variants.Select(v => v.Version)], variant.Model.Platform, [.. inputs], [.. outputs])
        {
            Properties = variant.Model.Properties,
        };
    }

    private async Task WithAsync(HttpContext http, string model, string? version, Func<LiveEndpoint, LiveVariant, Task> answer, IInferenceProtocol? protocol = null)
    {
        LiveSnapshot? snapshot = routes.Pin();
        try
        {
            if (snapshot is null) throw new RequestFault(503, ErrorKind.NotReady, "No snapshot is loaded yet.");
            if (!snapshot.Endpoints.TryGetValue(model, out LiveEndpoint? endpoint)) throw snapshot.Missing(model);
            LiveVariant? variant = version is null ? endpoint.Stable : endpoint.Find(version);
            if (variant is null) throw RequestFault.NotFound("The model has no such version loaded.");
            await answer(endpoint, variant);
        }
        catch (RequestFault fault) { await Answers.WriteFaultAsync(http, protocol ?? Errors, fault); }
        finally { snapshot?.Unpin(); }
    }
}
