using Cairn.Contracts.Segments;
using Cairn.Serving.Logging;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Outcomes;

/// <summary>Takes outcomes: durable before they are acknowledged, a call whole or not at all.</summary>
internal sealed class OutcomesHandler(RouteTable routes, SegmentLog log, Admission admission, ServingClocks clocks, IOptions<ServingOptions> options)
{
    public static readonly OutcomeErrors Errors = new();

    public async Task HandleAsync(HttpContext http, string endpoint)
    {
        Answers.Identify(http);
        bool entered = admission.TryEnter();
        LiveSnapshot? snapshot = routes.Pin();
        LiveEndpoint? live = null;
        try
        {
            snapshot?.Endpoints.TryGetValue(endpoint, out live);
            if (!entered) throw new RequestFault(429, ErrorKind.Overload, "Too many requests at once; try again in a second.");
            if (snapshot is null) throw new RequestFault(503, ErrorKind.NotReady, "No snapshot is loaded yet.");
            if (live is null) throw snapshot.Missing(endpoint);
            int accepted = await TakeAsync(http, live.Runtime);
            await Answers.WriteJsonAsync(http, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteNumber("accepted", accepted);
                json.WriteEndObject();
            });
        }
        catch (RequestFault fault)
        {
            if (fault.Kind == ErrorKind.Overload) live?.Runtime.Meter.CountOutcomesRefused();
            await Answers.WriteFaultAsync(http, Errors, fault);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested) { await Unforeseen.AnswerAsync(http, Errors, e); }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client went away before its outcomes were whole: nothing was kept, nobody is left to tell.
        }
        finally
        {
            snapshot?.Unpin();
            if (entered) admission.Leave();
        }
    }

    private async Task<int> TakeAsync(HttpContext http, EndpointRuntime runtime)
    {
        DateTimeOffset now = clocks.Domain.GetUtcNow();
        bool csv = IsCsv(http.Request.ContentType);
        var fields = new OutcomeFields(runtime.Name, now, CallId(http));
        List<OutcomeRecord> outcomes;
        using (RequestBody body = await RequestBody.ReadAsync(http, options.Value.MaxBodyBytes, new(admission), http.RequestAborted))
            outcomes = csv ? new OutcomeCsv(fields, options.Value.MaxOutcomes).Read(body.Bytes) : new OutcomeReader(fields, options.Value.MaxOutcomes).Read(body.Bytes, options.Value.MaxDepth);

        LogEntry entry = log.Rent();
        OutcomeCodec.Encode(entry.Buffer, runtime.Name, now, outcomes);
        try { await log.AppendDurably(runtime.Outcomes, entry, PredictionLogger.Day(now)); }
        catch (IOException) { throw new RequestFault(503, ErrorKind.Log, "The outcomes could not be written to the disk; send them again later."); }
        return outcomes.Count;
    }

    private static bool IsCsv(string? type)
    {
        if (type is null || ContentTypes.Is(type, Answers.Json)) return false;
        return ContentTypes.Is(type, "text/csv") ? true : throw RequestFault.Unsupported("The content type must be application/json or text/csv.");
    }

    /// <summary>The client's own id: a call sent again under it counts once.</summary>
    private static string? CallId(HttpContext http)
        => http.Request.Headers[ServingHeaders.RequestId].ToString() is { Length: > 0 } id ? RequestIds.Checked(id, ServingHeaders.RequestId) : null;
}
