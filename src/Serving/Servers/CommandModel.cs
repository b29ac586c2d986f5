using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Servers;

/// <summary>A version that is another server: asked over the loopback, held against what its manifest says.</summary>
internal sealed class CommandModel(string digest, IReadOnlyList<ModelPort> inputs, IReadOnlyList<ModelPort> outputs, (ModelServer Server, IServerWire Wire) with, Action<CommandModel> freed)
    : LoadedModel(digest, inputs, outputs)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public ModelServer Server => with.Server;

    public override string Platform => with.Wire.Platform;

    public override IReadOnlyDictionary<string, string> Properties => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["restarts"] = Restarts.ToString(CultureInfo.InvariantCulture),
    };

    public override bool IsReady => Server.IsReady;

    public override int Restarts => Server.Restarts;

    public override bool Waits => true;

    public override bool TakesAnyRow => with.Wire.TakesAnyRow;

    public override int? Parallel => Server.Rule.Parallel;

    public override RunTimes Run(ModelFit fit, ReadOnlySpan<RunPart> parts, int rows)
    {
        long begun = Stopwatch.GetTimestamp();
        // What one client says is not said for the others of a shared run.
        RunPart? alone = parts is [var only] ? only : null;
        RunTime time = alone?.Time ?? RunTime.Endless;
        var passed = new Passed(alone?.Parameters ?? [], Server.Left(time));
        TensorBuffer[] sent = InputTensors.Of(Inputs, fit, parts, rows);
        with.Wire.Check(sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, with.Wire.Path) { Content = Body(sent, passed) };
        if (alone is InferenceWork work) Label(request, work);
        long filled = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = Server.Send(request, with.Wire.Path, time, alone is null ? parts[0].Until with { Gone = CancellationToken.None } : alone.Until);
        if (answer.StatusCode != HttpStatusCode.OK) throw Refused(answer.StatusCode);
        long ran = Stopwatch.GetTimestamp();
        Give(Read(answer, rows), parts, rows);
        return RunTimes.Between(begun, filled, ran, Stopwatch.GetTimestamp());
    }

    protected override void Free() => freed(this);

    private static void Give(TensorBuffer[] given, ReadOnlySpan<RunPart> parts, int rows)
    {
        for (int i = 0; i < given.Length; i++) OutputSlices.Give(given[i], parts, i, rows);
    }

    private static void Label(HttpRequestMessage request, InferenceWork work)
    {
        request.Headers.TryAddWithoutValidation(ServingHeaders.RequestId, work.RequestId);
        if (work.Trace.Length > 0) request.Headers.TryAddWithoutValidation("traceparent", work.Trace);
    }

    private static ModelFailure Refused(HttpStatusCode status) => (int)status switch
    {
        429 or 503 => new ModelFailure($"The server answers {(int)status}.", 503),
        504 or 408 => new ModelFailure($"The server answers {(int)status}.", 504),
        >= 400 and < 500 => new ModelFailure($"The server answers {(int)status}.", 400),
        _ => new ModelFailure($"The server answers {(int)status}."),
    };

    private ReadOnlyMemoryContent Body(TensorBuffer[] tensors, Passed passed)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        try
        {
            using var json = new Utf8JsonWriter(body, Answers.Writing);
            with.Wire.Write(json, tensors, Outputs, passed);
        }
        catch (RequestFault) { throw RequestFault.Contract("An input holds bytes that are no UTF-8; this model takes text only."); }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException) { throw RequestFault.Malformed("A parameter holds a text with a lone surrogate; send whole Unicode text."); }

        return new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = Json } };
    }

    private TensorBuffer[] Read(HttpResponseMessage answer, int rows)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Content.ReadAsStream());
            return with.Wire.Read(document.RootElement, Outputs, rows);
        }
        catch (JsonException) { throw new ModelFailure("The server's answer is no JSON."); }
    }
}
