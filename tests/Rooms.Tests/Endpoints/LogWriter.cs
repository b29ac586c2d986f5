using System.Runtime.InteropServices;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>Writes records into a log as the data plane does.</summary>
internal static class LogWriter
{
    private static readonly byte[] NoDigest = new byte[16];

    public static LoggedTensor Of<T>(string name, Datatype type, int[] shape, params T[] values)
        where T : unmanaged => new(TensorRole.Input, name, type, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    public static LoggedTensor As(this LoggedTensor tensor, TensorRole role) => new(role, tensor.Name, tensor.Type, tensor.Shape, tensor.Data);

    /// <summary>A request that was answered, or one that failed where no tensor is given.</summary>
    public static void Predict(SegmentLog log, string route, string request, DateTimeOffset at, params LoggedTensor[] tensors)
    {
        LogEntry entry = log.Rent();
        int rows = tensors.Length == 0 ? 0 : tensors[0].Shape[0];
        var head = new PredictionHead
        {
            RequestId = request,
            Endpoint = route,
            Version = "mv-1",
            Variant = "stable",
            Error = rows == 0 ? "contract" : "",
            At = at,
            Latency = TimeSpan.FromMilliseconds(1),
            Status = rows == 0 ? 400 : 200,
            Rows = rows,
        };
        PredictionCodec.Begin(entry.Buffer, head, NoDigest, tensors.Length);
        foreach (LoggedTensor t in tensors) PredictionCodec.Tensor(entry.Buffer, t.Role, t.Name, t.Type, [.. t.Shape], t.Data.Span);
        PredictionCodec.End(entry.Buffer, []);
        log.Append(log.Stream(route, SegmentKind.Predictions), entry, DateOnly.FromDateTime(at.UtcDateTime).DayNumber).ShouldBeTrue();
    }

    public static void Tell(SegmentLog log, string route, DateTimeOffset received, params OutcomeRecord[] outcomes)
    {
        LogEntry entry = log.Rent();
        OutcomeCodec.Encode(entry.Buffer, route, received, outcomes);
        log.Append(log.Stream(route, SegmentKind.Outcomes), entry, DateOnly.FromDateTime(received.UtcDateTime).DayNumber).ShouldBeTrue();
    }
}
