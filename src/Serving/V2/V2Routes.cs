using Cairn.Serving.Access;
using Cairn.Serving.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Serving.V2;

/// <summary>The addresses of the Open Inference Protocol and of its extensions.</summary>
internal static class V2Routes
{
    /// <summary>Predictions, and what a client must know to ask for them; answers the routes that are about one endpoint.</summary>
    public static IEnumerable<IEndpointConventionBuilder> Map(RouteGroupBuilder group, InferencePipeline pipeline, V2Metadata metadata)
    {
        var v2 = new V2Protocol();
        group.Get("/v2", (RouteUse.Server, v2), metadata.ServerAsync);
        group.Get("/v2/health/live", (RouteUse.Health, v2), V2Metadata.LiveAsync);
        group.Get("/v2/health/ready", (RouteUse.Health, v2), metadata.ReadyAsync);
        foreach (string prefix in new[] { "/v2/models/{model}", "/v2/models/{model}/versions/{version}" })
        {
            yield return group.Get(prefix, (RouteUse.Endpoint, v2), http => metadata.ModelAsync(http, http.RouteText("model")!, http.RouteText("version")));
            yield return group.Get(prefix + "/openapi.json", (RouteUse.Endpoint, v2), http => metadata.DescribeAsync(http, http.RouteText("model")!, http.RouteText("version")));
            yield return group.Get(prefix + "/config", (RouteUse.Endpoint, v2), http => metadata.ConfigAsync(http, http.RouteText("model")!, http.RouteText("version")));
            yield return group.Get(prefix + "/ready", (RouteUse.Endpoint, v2), http => metadata.ModelReadyAsync(http, http.RouteText("model")!, http.RouteText("version")));
            yield return group.Post(prefix + "/infer", (RouteUse.Endpoint, v2), http => pipeline.HandleAsync(http, v2, http.RouteText("model")!, http.RouteText("version")));
        }
    }

    /// <summary>Index and statistics.</summary>
    public static void MapExtensions(RouteGroupBuilder group, V2Repository repository, V2Statistics statistics)
    {
        var v2 = new V2Protocol();
        group.GuardedPost("/v2/repository/index", (RouteUse.Server, v2), repository.IndexAsync);
        foreach (string prefix in new[] { "/v2/models", "/v2/models/{model}", "/v2/models/{model}/versions/{version}" })
            group.Get(prefix + "/stats", (RouteUse.Server, v2), http => statistics.AnswerAsync(http, http.RouteText("model"), http.RouteText("version")));
    }

    /// <summary>Answers the routes that take an endpoint out of service and bring it back.</summary>
    public static IEnumerable<IEndpointConventionBuilder> MapLoading(RouteGroupBuilder group, V2Loading loading)
    {
        var v2 = new V2Protocol();
        yield return group.GuardedPost("/v2/repository/models/{model}/load", (RouteUse.Loading, v2), http => loading.SetAsync(http, http.RouteText("model")!, loaded: true));
        yield return group.GuardedPost("/v2/repository/models/{model}/unload", (RouteUse.Loading, v2), http => loading.SetAsync(http, http.RouteText("model")!, loaded: false));
    }

    /// <summary>What clients ask for and is not offered.</summary>
    public static void MapAbsent(RouteGroupBuilder group)
    {
        (RouteUse, IErrorShape) of = (RouteUse.Server, new V2Protocol());
        foreach (string memory in new[] { "/v2/systemsharedmemory", "/v2/cudasharedmemory" })
        {
            group.Get(memory + "/status", of, V2Absent.NoRegionsAsync);
            group.Post(memory + "/unregister", of, V2Absent.NothingToDoAsync);
            group.Get(memory + "/region/{region}/status", of, V2Absent.NoMemoryAsync);
            group.Post(memory + "/region/{region}/register", of, V2Absent.NoMemoryAsync);
            group.Post(memory + "/region/{region}/unregister", of, V2Absent.NothingToDoAsync);
        }

        foreach (string setting in new[] { "/v2/trace/setting", "/v2/models/{model}/trace/setting" }) group.Either(setting, of, V2Absent.NoTraceAsync);
        group.Either("/v2/logging", of, V2Absent.NoLoggingAsync);
    }
}
