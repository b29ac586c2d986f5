using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cairn.Identity;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking;

/// <summary>Maps calls of MLflow's REST dialect under both of its prefixes, with its errors and its JSON.</summary>
/// <param name="version">Of the dialect, as addresses carry it; all calls that came with MLflow 3 and have an older sister are <c>3.0</c>.</param>
public sealed class MlflowRoutes(IEndpointRouteBuilder routes, string version = "2.0")
{
    private readonly string[] _prefixes = [$"/api/{version}", $"/ajax-api/{version}"];

    private static readonly ReadOnlyMemory<byte> Empty = "{}"u8.ToArray();

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 1000,
    };

    public void Get(string path, Func<MlflowRequest, Task<JsonObject?>> handler) => Map("GET", path, handler);

    public void Post(string path, Func<MlflowRequest, Task<JsonObject?>> handler) => Map("POST", path, handler);

    /// <summary>A call by POST that only reads, a search: open to tokens that may read.</summary>
    public void Query(string path, Func<MlflowRequest, Task<JsonObject?>> handler) => Map("POST", path, handler, reads: true);

    public void Patch(string path, Func<MlflowRequest, Task<JsonObject?>> handler) => Map("PATCH", path, handler);

    public void Delete(string path, Func<MlflowRequest, Task<JsonObject?>> handler) => Map("DELETE", path, handler);

    /// <summary>A call whose answer is written straight to the wire.</summary>
    /// <param name="reads">It only reads, whatever its method.</param>
    internal void Written(string method, string path, Func<MlflowRequest, Task<Action<Utf8JsonWriter>>> handler, bool reads = false)
        => Raw(method, "/mlflow" + path, async context => await WriteAsync(context, await handler(await MlflowRequest.ReadAsync(context))), reads);

    /// <summary>The same calls in another version of the dialect.</summary>
    internal MlflowRoutes Of(string other) => new(routes, other);

    /// <summary>A call that answers with something else than a message; refusals are written as for the others.</summary>
    /// <param name="reads">It only reads, whatever its method.</param>
    public void Raw(string method, string path, Func<HttpContext, Task> handler, bool reads = false)
    {
        foreach (string prefix in _prefixes)
        {
            IEndpointConventionBuilder route = Whole(method, prefix + path, handler);
            if (reads) route.RequireRole(AccessRole.Read);
        }
    }

    /// <summary>A call at one address, without a prefix.</summary>
    public IEndpointConventionBuilder Whole(string method, string address, Func<HttpContext, Task> handler)
        => routes.MapMethods(address, [method], context => GuardedAsync(context, handler)).WithTags("mlflow").ExcludeFromDescription();

    /// <summary>Writes a message; null is the empty one.</summary>
    public static Task WriteAsync(HttpContext context, JsonObject? message)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.XFrameOptions = "SAMEORIGIN";
        return message is null ? EmptyAsync(context.Response) : context.Response.WriteAsJsonAsync(message, Json, "application/json", context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.XFrameOptions = "SAMEORIGIN";
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { Encoder = Json.Encoder, SkipValidation = true })) write(json);
    }

    private static Task EmptyAsync(HttpResponse response)
    {
        response.ContentType = "application/json";
        response.ContentLength = Empty.Length;
        return response.BodyWriter.WriteAsync(Empty).AsTask();
    }

    private void Map(string method, string path, Func<MlflowRequest, Task<JsonObject?>> handler, bool reads = false)
        => Raw(method, "/mlflow" + path, async context => await WriteAsync(context, await handler(await MlflowRequest.ReadAsync(context))), reads);

    private static async Task GuardedAsync(HttpContext context, Func<HttpContext, Task> handler)
    {
        try
        {
            await handler(context);
        }
        catch (MlflowException e) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, e.Status, e.Code, e.Message);
        }
        catch (ApiException e) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, e.Status, CodeOf(e.Status), e.Mend is null ? e.Message : $"{e.Message} {e.Mend}");
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        return WriteAsync(context, new JsonObject { ["error_code"] = code, ["message"] = message });
    }

    private static string CodeOf(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "RESOURCE_DOES_NOT_EXIST",
        409 => "RESOURCE_CONFLICT",
        429 => "REQUEST_LIMIT_EXCEEDED",
        _ => "INVALID_PARAMETER_VALUE",
    };
}
