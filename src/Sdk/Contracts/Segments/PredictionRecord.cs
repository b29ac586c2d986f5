namespace Cairn.Contracts.Segments;

/// <summary>One logged request with its rows, read back from a segment.</summary>
public sealed record PredictionRecord
{
    public required string RequestId { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>Empty when the request failed before a variant was chosen.</summary>
    public required string Version { get; init; }

    public required string Variant { get; init; }

    /// <summary>Domain time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Real time from reading to answer.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>Kind of the error, empty when there was none.</summary>
    public required string Error { get; init; }

    /// <summary>The trace it belongs to, written as <c>traceparent</c>; empty without one.</summary>
    public string Trace { get; init; } = "";

    public required int RowCount { get; init; }

    public required bool Replayable { get; init; }

    /// <summary>Sent to this variant by the caller, not by the split.</summary>
    public required bool Pinned { get; init; }

    /// <summary>First 16 bytes of the SHA-256 over the kind of call and its body; zeros when the client chose no id.</summary>
    public required ReadOnlyMemory<byte> RequestDigest { get; init; }

    public required IReadOnlyList<LoggedTensor> Tensors { get; init; }

    /// <summary>Body of the answer, kept when the client chose the id.</summary>
    public required ReadOnlyMemory<byte> Answer { get; init; }

    /// <summary>Id of one row: <c>request.row</c>, rows from 0.</summary>
    public string PredictionId(int row) => $"{RequestId}.{row}";

    /// <summary>The business key of a row; null when none was sent.</summary>
    public string? Key(int row)
    {
        foreach (LoggedTensor tensor in Tensors)
            if (tensor.Role == TensorRole.Key) return Convert.ToString(tensor.Value(row), System.Globalization.CultureInfo.InvariantCulture);
        return null;
    }

    /// <summary>The row was taken out: its key is of zero characters, or the smallest number.</summary>
    public bool IsForgotten(int row)
    {
        foreach (LoggedTensor tensor in Tensors)
            if (tensor.Role == TensorRole.Key) return tensor.Value(row) is string { Length: > 0 } text ? text[0] == '\0' : tensor.Value(row) is long.MinValue or (long)int.MinValue;
        return false;
    }

    public IEnumerable<LoggedTensor> Inputs => Tensors.Where(t => t.Role == TensorRole.Input);

    /// <summary>Of an ensemble: the versions that it asked, by name, with their digests.</summary>
    public IEnumerable<(string Name, string Digest)> Members => Tensors.Where(t => t.Role == TensorRole.Member).Select(t => (t.Name, (string)t.Value(0)));

    /// <summary>The same for requests that stick together; null without a sticky key, or where one version answers alone.</summary>
    public long? Unit => Tensors.FirstOrDefault(t => t.Role == TensorRole.Unit)?.Value(0) is long unit and not 0 ? unit : null;

    public IEnumerable<LoggedTensor> Outputs => Tensors.Where(t => t.Role == TensorRole.Output);
}
