namespace Cairn.Contracts.Segments;

/// <summary>
/// The payload of outcome records, version 2: u8 version, i64 received (ticks of UTC), text endpoint, i32 count, then each:
/// u8 flags (1 prediction id, 2 key, 4 text value, 8 id; 8 not in version 1), i64 time (ticks of UTC), text per flag in this order, i64 bits of the number before the id when it is no text.
/// One payload is one request, so that a request is kept whole or not at all.
/// </summary>
public static class OutcomeCodec
{
    private const byte Version = 2;
    private const byte WithoutIds = 1;
    private const byte HasPredictionId = 1;
    private const byte HasKey = 2;
    private const byte HasText = 4;
    private const byte HasId = 8;

    /// <summary>Writes a batch; all have the endpoint and time of receipt given here.</summary>
    public static void Encode(RecordBuffer to, string endpoint, DateTimeOffset received, IReadOnlyList<OutcomeRecord> outcomes)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Byte(Version);
        to.Int64(received.UtcTicks);
        to.Text(endpoint);
        to.Int32(outcomes.Count);
        foreach (OutcomeRecord outcome in outcomes) EncodeOne(to, outcome);
    }

    /// <summary>Reads one payload. Damage is an <see cref="InvalidDataException"/>.</summary>
    public static IReadOnlyList<OutcomeRecord> Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new RecordReader(payload);
        if (reader.Byte() is var version and not (Version or WithoutIds)) throw new InvalidDataException($"Outcome records of version {version} are not known here.");
        var received = new DateTimeOffset(reader.Int64(), TimeSpan.Zero);
        string endpoint = reader.Text();
        int count = reader.Int32();
        var outcomes = new List<OutcomeRecord>();
        for (int i = 0; i < count; i++) outcomes.Add(DecodeOne(ref reader, endpoint, received));
        return outcomes;
    }

    private static void EncodeOne(RecordBuffer to, OutcomeRecord outcome)
    {
        to.Byte((byte)((outcome.PredictionId is null ? 0 : HasPredictionId) | (outcome.Key is null ? 0 : HasKey) | (outcome.Value.Text is null ? 0 : HasText) | (outcome.Id is null ? 0 : HasId)));
        to.Int64(outcome.At.UtcTicks);
        if (outcome.PredictionId is { } prediction) to.Text(prediction);
        if (outcome.Key is { } key) to.Text(key);
        if (outcome.Value.Text is { } text) to.Text(text);
        else to.Int64(BitConverter.DoubleToInt64Bits(outcome.Value.Number));
        if (outcome.Id is { } id) to.Text(id);
    }

    private static OutcomeRecord DecodeOne(ref RecordReader reader, string endpoint, DateTimeOffset received)
    {
        byte flags = reader.Byte();
        var at = new DateTimeOffset(reader.Int64(), TimeSpan.Zero);
        string? prediction = (flags & HasPredictionId) != 0 ? reader.Text() : null;
        string? key = (flags & HasKey) != 0 ? reader.Text() : null;
        OutcomeValue value = (flags & HasText) != 0
            ? OutcomeValue.Of(reader.Text())
            : OutcomeValue.Of(BitConverter.Int64BitsToDouble(reader.Int64()));
        return new(endpoint, prediction, key, value, at, received, (flags & HasId) != 0 ? reader.Text() : null);
    }
}
