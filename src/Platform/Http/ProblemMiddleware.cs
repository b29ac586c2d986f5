using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Platform.Http;

/// <summary>Turns exceptions into problem details. Only what nobody foresaw is a 500, and it shows a trace id and nothing else.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = 499;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, e);
        }
    }

    private Task WriteAsync(HttpContext context, Exception e)
    {
        switch (e)
        {
            case ApiException api:
                return Problems.WriteAsync(context, api);
            case BadHttpRequestException bad:
                return Problems.WriteAsync(context, new ApiException(bad.StatusCode, "invalid", Readable(bad)));
            case JsonException json:
                return Problems.WriteAsync(context, ApiException.Invalid(json.Path ?? "body", "The body is not the JSON that is expected here.", "See /openapi/v1.json."));
            default:
                string trace = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
                Log.Unforeseen(logger, context.Request.Method, trace, e);
                return Problems.WriteAsync(context, new ApiException(500, "internal", $"Something went wrong here. Trace {trace} in the server's log tells more."));
        }
    }

    private static string Readable(BadHttpRequestException bad)
        => bad.InnerException is JsonException json ? $"The body is not the JSON that is expected here (at '{json.Path ?? "$"}')." : bad.Message;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} request failed, trace {Trace}.")]
        public static partial void Unforeseen(ILogger logger, string method, string trace, Exception cause);
    }
}
