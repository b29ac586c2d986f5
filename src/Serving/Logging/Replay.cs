using Cairn.Contracts.Segments;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Logging;

/// <summary>Answers a retried request from the log.</summary>
internal static class Replay
{
    /// <summary>The logged answer to this id; null when the id is now this request's own to answer. 409 when it was used for another body, 504 when the time is over before the first under it is answered.</summary>
    public static async ValueTask<PredictionRecord?> FindAsync(InferenceWork work, RunTime time, TimeProvider real)
    {
        ClaimTable claims = work.Endpoint.Runtime.Claims;
        if (!claims.Filled.IsCompleted) await InTimeAsync(claims.Filled, "the ids of earlier requests were read", time, real);
        while (true)
        {
            (Claim claim, bool owner) = claims.Take(work.RequestId, work.Digest);
            if (owner)
            {
                work.Claim = claim;
                return null;
            }

            if (claim.Digest != work.Digest)
                throw new RequestFault(409, ErrorKind.Conflict, "This request id was used for another request; a retry must repeat the body, a new request needs an id of its own.");
            await InTimeAsync(claim.Settled, "the one that came first under its id was answered", time, real);
            if (await claim.Settled is not { } position) continue;
            if (work.Endpoint.Runtime.Predictions.Read(position) is { } payload && PredictionCodec.Decode(payload) is { Replayable: true } record) return record;
            // The segment has been taken away, or the record forgotten: the answer can be given anew.
            claims.Forget(work.RequestId, claim);
        }
    }

    private static async Task InTimeAsync(Task task, string what, RunTime time, TimeProvider real)
    {
        TimeSpan left = time.Left(real);
        try { await task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, real, time.Gone); }
        catch (TimeoutException) { throw new RequestFault(504, ErrorKind.Deadline, $"The time that the request may take was over before {what}; try again later, or allow more by 'timeout'."); }
    }
}
