using System.Buffers;
using System.Text;
using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Logging;
using Cairn.Serving.Metrics;
using Cairn.Serving.Routing;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Pipeline;

/// <summary>Everything one request needs from reading to answer; reused from request to request.</summary>
internal sealed class InferenceWork : RunPart, IDisposable
{
    /// <summary>In microseconds: an hour.</summary>
    public const long MostPatience = 3_600_000_000;

    private const int KeptAnswer = 64 << 10, LeastPart = 8;
    private readonly PooledWriter _answer;
    private string? _predictionIds;
    private RequestBody _body;
    private bool _isLent;

    public InferenceWork(RequestMemory memory)
        : base(memory)
    {
        (Memory, _answer) = (memory, new(memory, KeptAnswer));
        (Key, Matrix) = (new(memory, refuses: true), new(memory, refuses: true));
        Json = new Utf8JsonWriter(_answer, Answers.Writing);
    }

    /// <summary>What it holds; nothing between two requests.</summary>
    public RequestMemory Memory { get; }

    /// <summary>What was sent under this id: chosen by the client, or made here.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>Ids of its rows, once both are known; empty where no outcome can be told, for nothing is kept.</summary>
    public string PredictionIds => _predictionIds ??= IsKept ? RequestIds.OfRows(RequestId, Rows) : "";

    /// <summary>Its answer goes into the log: it is no prober's, nor left out by sampling.</summary>
    public bool IsKept
    {
        get
        {
            if (IsProbe || Endpoint.Route.Log.Policy != LogPolicy.Sampled) return !IsProbe;
            Span<byte> id = stackalloc byte[RequestIds.MaxLength];
            return Endpoint.Keeps(id[..Encoding.ASCII.GetBytes(RequestId, id)]);
        }
    }

    /// <summary>The client chose the id.</summary>
    public bool Replayable { get; set; }

    /// <summary>The body was one value, and so is the answer.</summary>
    public bool IsWhole { get; set; }

    /// <summary>A prober's: answered as any other, but neither logged nor counted as traffic.</summary>
    public bool IsProbe { get; set; }

    /// <summary>The trace it belongs to, written as <c>traceparent</c>; empty without one.</summary>
    public string Trace { get; set; } = "";

    public LiveEndpoint Endpoint { get; set; } = null!;

    public LiveVariant Variant { get; set; } = null!;

    /// <summary>Domain time at which it came.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The version asked for by path or header; null when the split decides.</summary>
    public string? Pin { get; set; }

    /// <summary>Hash of what it sticks by, where several versions answer; null without a sticky key.</summary>
    public ulong? Unit { get; set; }

    /// <summary>Time stamp of the begin of its run, where it waited for one.</summary>
    public long Begun { get; set; }

    public Claim? Claim { get; set; }

    public UInt128 Digest { get; set; }

    public TensorBuffer Key { get; }

    public bool HasKey { get; set; }

    /// <summary>Holds several columns that came as one matrix.</summary>
    public TensorBuffer Matrix { get; }

    /// <summary>Holds what the log keeps in place of a column.</summary>
    public TensorBuffer Hashed { get; } = new();

    /// <summary>The outputs asked for; none: all.</summary>
    public List<WantedOutput> Wanted { get; } = [];

    /// <summary>Outputs are given as binary unless they say it themselves.</summary>
    public bool BinaryOutput { get; set; }

    /// <summary>How long the client will wait; null when it did not say.</summary>
    public TimeSpan? Patience { get; set; }

    /// <summary>Where in the body it says so; empty when it did not.</summary>
    public Range PatienceAt { get; set; }

    /// <summary>Bytes of JSON before the binary tensors of the answer; -1 when it is JSON alone.</summary>
    public int AnswerJsonLength { get; private set; } = -1;

    public Utf8JsonWriter Json { get; }

    public ReadOnlySpan<byte> Answer => _answer.Written.Span;

    public ReadOnlyMemory<byte> AnswerMemory => _answer.Written;

    /// <summary>Makes the columns of the contract empty and ready.</summary>
    public void Begin(LiveEndpoint endpoint)
    {
        Endpoint = endpoint;
        BeginColumns(endpoint.Contract);
    }

    /// <summary>Its to keep or give back from now on.</summary>
    public void BeginBody(in RequestBody body) => _body = body;

    /// <summary>The body has been read; it stays only where tensors lie in it.</summary>
    public void EndBody()
    {
        if (!_isLent) DropBody();
    }

    /// <summary>Elements of the body: a good part of it stays where it is, and the body with it; less is copied, so that a body is not kept for its sake.</summary>
    public void Put(ReadOnlySpan<byte> elements, TensorBuffer to, int count)
    {
        if (elements.Length > Math.Max(RequestBody.Small, _body.Bytes.Length / LeastPart) && _body.Array is { } body && body.AsSpan().Overlaps(elements, out int at))
        {
            to.Lend(body, at..(at + elements.Length), count);
            _isLent = true;
        }
        else to.AddRaw(elements, count);
    }

    /// <summary>The output that the meter measures scores of; null when the model has none.</summary>
    public TensorBuffer? ScoresOf(VariantMeter meter)
    {
        string? name = meter.ScoreRule?.Output;
        foreach (TensorBuffer output in Outputs)
            if (output.Name == name) return output;
        return null;
    }

    public Utf8JsonWriter BeginAnswer()
    {
        _answer.Clear();
        Json.Reset(_answer);
        AnswerJsonLength = -1;
        return Json;
    }

    /// <summary>The JSON is whole; binary tensors follow it.</summary>
    public void BeginBinaryPart() => AnswerJsonLength = _answer.Length;

    public void AppendBinary(ReadOnlySpan<byte> bytes) => _answer.Write(bytes);

    public void Reset()
    {
        (RequestId, Replayable, Pin, Claim, HasKey) = ("", false, null, null, false);
        (Endpoint, Variant, BinaryOutput, Patience, AnswerJsonLength, Begun) = (null!, null!, false, null, -1, 0);
        (Digest, Trace, IsProbe, IsWhole, Unit, _predictionIds, PatienceAt) = (default, "", false, false, null, null, default);
        Key.Begin("", Contracts.Inference.Datatype.None);
        Matrix.Begin("", Contracts.Inference.Datatype.None);
        Hashed.Release();
        Wanted.Clear();
        ResetTensors();
        DropBody();
        _answer.Release();
    }

    private void DropBody()
    {
        _body.Dispose();
        (_body, _isLent) = (default, false);
    }

    public void Dispose() => Json.Dispose();
}
