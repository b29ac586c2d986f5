using System.Buffers;
using System.Text.Json;
using Cairn.Serving.Logging;
using Cairn.Serving.Routing;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Pipeline;

/// <summary>Everything one request needs from reading to answer; reused from request to request.</summary>
internal sealed class InferenceWork : IDisposable
{
    private const int KeptAnswer = 256 << 10;
    private readonly List<TensorBuffer> _columns = [];
    private readonly List<TensorBuffer> _outputs = [];
    private ArrayBufferWriter<byte> _answer = new(1024);

    public InferenceWork() => Json = new Utf8JsonWriter(_answer, Answers.Writing);

    /// <summary>What was sent under this id: chosen by the client, or made here.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>The client chose the id.</summary>
    public bool Replayable { get; set; }

    public LiveEndpoint Endpoint { get; set; } = null!;

    public LiveVariant Variant { get; set; } = null!;

    /// <summary>The version asked for by path or header; null when the split decides.</summary>
    public string? Pin { get; set; }

    public Claim? Claim { get; set; }

    public UInt128 Digest { get; set; }

    public int Rows { get; set; }

    /// <summary>One tensor per column of the contract.</summary>
    public ReadOnlySpan<TensorBuffer> Columns => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_columns)[..ColumnCount];

    /// <summary>One tensor per output of the variant's model that is served.</summary>
    public ReadOnlySpan<TensorBuffer> Outputs => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_outputs)[..OutputCount];

    public TensorBuffer Key { get; } = new();

    public bool HasKey { get; set; }

    /// <summary>Holds several columns that came as one matrix.</summary>
    public TensorBuffer Matrix { get; } = new();

    /// <summary>Names of the outputs asked for; none: all.</summary>
    public List<string> Wanted { get; } = [];

    public Utf8JsonWriter Json { get; }

    public ReadOnlySpan<byte> Answer => _answer.WrittenSpan;

    public ReadOnlyMemory<byte> AnswerMemory => _answer.WrittenMemory;

    private int ColumnCount { get; set; }

    private int OutputCount { get; set; }

    /// <summary>Makes the columns of the contract empty and ready.</summary>
    public void Begin(LiveEndpoint endpoint)
    {
        Endpoint = endpoint;
        ColumnCount = endpoint.Contract.Columns.Length;
        while (_columns.Count < ColumnCount) _columns.Add(new TensorBuffer());
        for (int i = 0; i < ColumnCount; i++) _columns[i].Begin(endpoint.Contract.Columns[i].Name, endpoint.Contract.Columns[i].Type);
    }

    public void BeginOutputs(int count)
    {
        OutputCount = count;
        while (_outputs.Count < count) _outputs.Add(new TensorBuffer());
    }

    public Utf8JsonWriter BeginAnswer()
    {
        _answer.ResetWrittenCount();
        Json.Reset(_answer);
        return Json;
    }

    public void Reset()
    {
        (RequestId, Replayable, Pin, Claim, HasKey, Rows) = ("", false, null, null, false, 0);
        (Endpoint, Variant) = (null!, null!);
        (ColumnCount, OutputCount, Digest) = (0, 0, default);
        Key.Begin("", Contracts.Inference.Datatype.None);
        Matrix.Begin("", Contracts.Inference.Datatype.None);
        Wanted.Clear();
        if (_answer.Capacity > KeptAnswer) _answer = new ArrayBufferWriter<byte>(1024);
        else _answer.ResetWrittenCount();
    }

    public void Dispose() => Json.Dispose();
}
