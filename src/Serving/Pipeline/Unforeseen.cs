using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving.Pipeline;

/// <summary>Answers what nobody foresaw in the shape of the protocol: 500 with the request's id, under which the server's log has the cause.</summary>
internal static partial class Unforeseen
{
    public static Task AnswerAsync(HttpContext http, IErrorShape errors, Exception cause) => Answers.WriteFaultAsync(http, errors, Of(http, cause));

    /// <summary>Says it in the log; what comes back is for the caller.</summary>
    public static RequestFault Of(HttpContext http, Exception cause)
    {
        string id = Answers.Identify(http);
        Log.Unforeseen(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Cairn.Serving"), id, cause);
        return new(StatusCodes.Status500InternalServerError, ErrorKind.Internal, $"Something went wrong here; the server's log has it under the request id {id}.");
    }

    /// <summary>A route's answer, its refusal, or this one.</summary>
    public static async Task GuardAsync(HttpContext http, IErrorShape errors, RequestDelegate answer)
    {
        try { await answer(http); }
        catch (RequestFault fault) { await Answers.WriteFaultAsync(http, errors, fault); }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested) { await AnswerAsync(http, errors, e); }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed as nobody foresaw.")]
        public static partial void Unforeseen(ILogger logger, string requestId, Exception cause);
    }
}
