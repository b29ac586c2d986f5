using Cairn.Contracts.Segments;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Logging;

/// <summary>Answers a retried request from the log.</summary>
internal static class Replay
{
    /// <summary>The logged answer to this id; null when the id is now this request's own to answer. 409 when it was used for another body.</summary>
    public static async ValueTask<PredictionRecord?> FindAsync(InferenceWork work, CancellationToken cancellation)
    {
        ClaimTable claims = work.Endpoint.Runtime.Claims;
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
            if (await claim.Settled.WaitAsync(cancellation) is not { } position) continue;
            if (work.Endpoint.Runtime.Predictions.Read(position) is { } payload && PredictionCodec.Decode(payload) is { Replayable: true } record) return record;
            // The segment has been taken away, or the record forgotten: the answer can be given anew.
            claims.Forget(work.RequestId, claim);
        }
    }
}
