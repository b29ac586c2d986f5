using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.Platform.Http;

namespace Cairn.Endpoints;

/// <summary>Reads a segment that came from elsewhere to its end before anything is made of it: a checksum says that it is as it was sent, not that it is well.</summary>
internal static class SegmentCheck
{
    private const int MostTensors = 1000;

    /// <exception cref="ApiException">400: what is wrong, without a value of it.</exception>
    public static void Require(string path, SegmentName name, string route)
    {
        using var reader = new SegmentReader(path);
        if (reader.Kind != name.Kind) throw Bad($"it is no segment of {name.Kind}.");
        int records = 0;
        for (; reader.TryRead(out ReadOnlyMemory<byte> payload, out _); records++)
            if (Fault(payload, name.Kind, route) is { } fault) throw Bad($"record {records + 1}: {fault}");
        if (reader.Torn) throw Bad($"it is damaged behind {records} whole records.");
        if (records == 0) throw Bad("it holds no record.");
    }

    private static ApiException Bad(string what) => ApiException.Invalid("body", $"The segment cannot be taken: {what}", "Send a closed segment of the log as it is.");

    /// <summary>Null; or what is wrong with a record.</summary>
    private static string? Fault(ReadOnlyMemory<byte> payload, SegmentKind kind, string route)
    {
        try
        {
            if (kind == SegmentKind.Outcomes) return OutcomeCodec.Decode(payload).All(o => o.Endpoint == route) ? null : "it belongs to another endpoint.";
            PredictionRecord record = PredictionCodec.Decode(payload);
            if (record.Endpoint != route) return "it belongs to another endpoint.";
            if (record.RowCount < 0 || record.RowCount > payload.Length || (record.RowCount > 0 && record.Tensors.Count == 0)) return "the number of its rows cannot be.";
            if (record.Tensors.Count > MostTensors) return $"it has more than {MostTensors} tensors.";
            return record.Tensors.Any(t => !IsWhole(t, record.RowCount)) ? "a tensor does not hold what its shape says." : null;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException)
        {
            return "it cannot be read.";
        }
    }

    private static bool IsWhole(LoggedTensor tensor, int rows)
    {
        if (tensor.Shape.Count == 0 || tensor.Shape.Any(d => d < 0) || !Enum.IsDefined(tensor.Type) || tensor.Type == Datatype.None || !Enum.IsDefined(tensor.Role) || tensor.Name.Any(char.IsControl)) return false;
        if (tensor.Role is TensorRole.Input or TensorRole.Output or TensorRole.Key && tensor.Shape[0] < rows) return false;
        long elements = tensor.Shape.Aggregate(1L, (a, b) => checked(a * b));
        return tensor.Type == Datatype.Bytes ? Texts(tensor.Data.Span) == elements : tensor.Data.Length == checked(elements * tensor.Type.Size());
    }

    /// <summary>How many texts there are; -1 when the last one is cut.</summary>
    private static long Texts(ReadOnlySpan<byte> data)
    {
        long texts = 0;
        for (; data.Length >= sizeof(uint); texts++)
        {
            uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data);
            if (length > data.Length - sizeof(uint)) return -1;
            data = data[(sizeof(uint) + (int)length)..];
        }
        return data.IsEmpty ? texts : -1;
    }
}
