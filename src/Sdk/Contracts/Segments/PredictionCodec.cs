using Cairn.Contracts.Inference;

namespace Cairn.Contracts.Segments;

/// <summary>
/// The payload of a prediction record, version 2: u8 version, u8 flags (1 replayable, 2 pinned), u16 status, i64 time (ticks of UTC), i64 latency (ticks),
/// i32 rows, texts request id, endpoint, version, variant, error, trace (not in version 1); 16 bytes digest of the request;
/// u16 number of tensors, each u8 role, u8 datatype, u8 rank, i32 dimensions, text name, block data; block answer.
/// Tensor data are row-major and little-endian; an element of BYTES is an u32 length and its bytes.
/// </summary>
public static class PredictionCodec
{
    public const int DigestSize = 16;
    private const byte Version = 2;
    private const byte WithoutTrace = 1;
    private const byte Replayable = 1;
    private const byte Pinned = 2;

    /// <summary>Begins a record; <paramref name="tensors"/> calls of <see cref="Tensor"/> and one of <see cref="End"/> must follow.</summary>
    public static void Begin(RecordBuffer to, in PredictionHead head, ReadOnlySpan<byte> requestDigest, int tensors)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Byte(Version);
        to.Byte((byte)((head.Replayable ? Replayable : 0) | (head.Pinned ? Pinned : 0)));
        to.UInt16((ushort)head.Status);
        to.Int64(head.At.UtcTicks);
        to.Int64(head.Latency.Ticks);
        to.Int32(head.Rows);
        to.Text(head.RequestId);
        to.Text(head.Endpoint);
        to.Text(head.Version);
        to.Text(head.Variant);
        to.Text(head.Error);
        to.Text(head.Trace);
        if (requestDigest.Length != DigestSize) throw new ArgumentException("A request digest has 16 bytes.", nameof(requestDigest));
        to.Raw(requestDigest);
        to.UInt16(checked((ushort)tensors));
    }

    public static void Tensor(RecordBuffer to, TensorRole role, string name, Datatype type, ReadOnlySpan<int> shape, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Byte((byte)role);
        to.Byte((byte)type);
        to.Byte(checked((byte)shape.Length));
        foreach (int dimension in shape) to.Int32(dimension);
        to.Text(name);
        to.Block(data);
    }

    /// <summary>Ends the record with the answer's body; empty when the answer is not kept.</summary>
    public static void End(RecordBuffer to, ReadOnlySpan<byte> answer)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Block(answer);
    }

    /// <summary>Reads a payload into a record of its own; the payload may be reused after. Damage is an <see cref="InvalidDataException"/>.</summary>
    public static PredictionRecord Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new RecordReader(payload.ToArray());
        byte version = reader.Byte();
        if (version is not (Version or WithoutTrace)) throw new InvalidDataException($"Prediction records of version {version} are not known here.");
        byte flags = reader.Byte();
        int status = reader.UInt16();
        var at = new DateTimeOffset(reader.Int64(), TimeSpan.Zero);
        var latency = new TimeSpan(reader.Int64());
        int rows = reader.Int32();
        return new PredictionRecord
        {
            Status = status,
            At = at,
            Latency = latency,
            RowCount = rows,
            Replayable = (flags & Replayable) != 0,
            Pinned = (flags & Pinned) != 0,
            RequestId = reader.Text(),
            Endpoint = reader.Text(),
            Version = reader.Text(),
            Variant = reader.Text(),
            Error = reader.Text(),
            Trace = version == WithoutTrace ? "" : reader.Text(),
            RequestDigest = reader.Raw(DigestSize),
            Tensors = ReadTensors(ref reader, rows),
            Answer = reader.Block(),
        };
    }

    /// <summary>Id and digest of a record whose answer can be given again; a null id of any other. Reads no tensors.</summary>
    public static (string? Id, ReadOnlyMemory<byte> Digest) ReadReplay(ReadOnlyMemory<byte> payload)
    {
        var reader = new RecordReader(payload);
        byte version = reader.Byte();
        if (version is not (Version or WithoutTrace) || (reader.Byte() & Replayable) == 0) return default;
        reader.Raw(sizeof(ushort) + sizeof(long) + sizeof(long) + sizeof(int));
        string id = reader.Text();
        for (int text = 0; text < (version == WithoutTrace ? 4 : 5); text++) reader.Raw(reader.UInt16());
        return (id, reader.Raw(DigestSize));
    }

    /// <summary>When it was, what came of it and how many rows it has. Reads nothing else.</summary>
    public static (DateTimeOffset At, int Status, int Rows) ReadCounts(ReadOnlyMemory<byte> payload)
    {
        var reader = new RecordReader(payload);
        if (reader.Byte() is var version and not (Version or WithoutTrace)) throw new InvalidDataException($"Prediction records of version {version} are not known here.");
        reader.Byte();
        int status = reader.UInt16();
        var at = new DateTimeOffset(reader.Int64(), TimeSpan.Zero);
        reader.Int64();
        return (at, status, reader.Int32());
    }

    /// <summary>Of a payload: its answer cannot be given again.</summary>
    internal static void ClearReplayable(Span<byte> payload) => payload[1] &= unchecked((byte)~Replayable);

    private static LoggedTensor[] ReadTensors(ref RecordReader reader, int rows)
    {
        var tensors = new LoggedTensor[reader.UInt16()];
        for (int i = 0; i < tensors.Length; i++)
        {
            var role = (TensorRole)reader.Byte();
            var type = (Datatype)reader.Byte();
            var shape = new int[reader.Byte()];
            for (int d = 0; d < shape.Length; d++) shape[d] = reader.Int32();
            // Of older records: newer ones say so.
            if (role == TensorRole.Output && (shape.Length == 0 || shape[0] != rows)) role = TensorRole.Whole;
            tensors[i] = new LoggedTensor(role, reader.Text(), type, shape, reader.Block());
        }

        return tensors;
    }
}
