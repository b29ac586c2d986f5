using System.Buffers.Binary;
using Cairn.Contracts.Segments;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Cairn.Serving.Tensors;
using ColumnKept = Cairn.Contracts.DataContracts.ColumnKept;

namespace Cairn.Serving.Logging;

/// <summary>Puts answers and errors into the prediction log, as the endpoint's policy says.</summary>
internal sealed class PredictionLogger(SegmentLog log, ColumnHash hash)
{
    /// <summary>Logs an answer. With the policy <c>required</c> it is durable when this ends; else a <see cref="RequestFault"/>.</summary>
    public ValueTask AnsweredAsync(InferenceWork work, in PredictionHead head)
    {
        Claim? claim = work.Claim;
        work.Claim = null;
        LiveEndpoint endpoint = work.Endpoint;
        if (!work.IsKept)
        {
            claim?.GiveUp();
            return ValueTask.CompletedTask;
        }

        bool required = endpoint.Route.Log.Policy == LogPolicy.Required;
        LogEntry entry = log.Rent();
        try { Fill(entry.Buffer, work, head); }
        catch (InvalidDataException)
        {
            log.Lose(endpoint.Runtime.Predictions, entry);
            claim?.GiveUp();
            return required ? throw TooLarge() : ValueTask.CompletedTask;
        }

        int day = Day(head.At);
        if (required) return DurablyAsync(log.AppendDurably(endpoint.Runtime.Predictions, entry, day, claim), claim);
        if (!log.Append(endpoint.Runtime.Predictions, entry, day, claim)) claim?.GiveUp();
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether callers of an endpoint are answered as far as the log goes: where it is required and was refused last, the disk is tried again.</summary>
    public async ValueTask<bool> AnswersAsync(LiveEndpoint endpoint)
    {
        if (endpoint.Route.Log.Policy != LogPolicy.Required || !endpoint.Runtime.Predictions.IsRefused) return true;
        try
        {
            await log.ProveAsync(endpoint.Runtime.Predictions);
            return true;
        }
        catch (IOException) { return false; }
    }

    /// <summary>For who is not logged, but is to see what others get: a <see cref="RequestFault"/> where a record could not be written that is required.</summary>
    public async ValueTask ProveAsync(LiveEndpoint endpoint)
    {
        if (endpoint.Route.Log.Policy != LogPolicy.Required) return;
        try { await log.ProveAsync(endpoint.Runtime.Predictions); }
        catch (IOException) { throw Refused(); }
    }

    /// <summary>Logs an error; nobody waits for it.</summary>
    public void Failed(EndpointRuntime endpoint, in PredictionHead head)
    {
        LogEntry entry = log.Rent();
        Span<byte> digest = stackalloc byte[PredictionCodec.DigestSize];
        digest.Clear();
        PredictionCodec.Begin(entry.Buffer, head, digest, tensors: 0);
        PredictionCodec.End(entry.Buffer, []);
        log.Append(endpoint.Predictions, entry, Day(head.At));
    }

    /// <summary>Logs what the shadow said, apart from the answers and under the same request id: its outputs, for the inputs stand there.</summary>
    public void Shadowed(InferenceWork work, LoadedModel model, in PredictionHead head)
    {
        LogEntry entry = log.Rent();
        Span<byte> digest = stackalloc byte[PredictionCodec.DigestSize];
        digest.Clear();
        ReadOnlySpan<TensorBuffer> outputs = head.Rows > 0 ? work.Outputs : [];
        PredictionCodec.Begin(entry.Buffer, head, digest, outputs.Length);
        try
        {
            WriteOutputs(entry.Buffer, model, outputs, work.Rows);
            PredictionCodec.End(entry.Buffer, []);
        }
        catch (InvalidDataException)
        {
            log.Lose(work.Endpoint.Runtime.Shadows, entry);
            return;
        }

        log.Append(work.Endpoint.Runtime.Shadows, entry, Day(head.At));
    }

    public static int Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber;

    private static async ValueTask DurablyAsync(ValueTask<SegmentPosition> durable, Claim? claim)
    {
        try { await durable; }
        catch (IOException)
        {
            claim?.GiveUp();
            throw Refused();
        }
    }

    private static RequestFault Refused() => new(503, ErrorKind.Log, "The prediction could not be written to the log, which this endpoint requires; try again later.");

    private static RequestFault TooLarge() => RequestFault.TooLarge("Inputs and outputs are together more than a record of the log holds (256 MB), and this endpoint requires one; send fewer rows.");

    private void Fill(RecordBuffer to, InferenceWork work, in PredictionHead head)
    {
        Span<byte> digest = stackalloc byte[PredictionCodec.DigestSize];
        BinaryPrimitives.WriteUInt128LittleEndian(digest, work.Digest);
        InputContract contract = work.Endpoint.Contract;
        IReadOnlyList<TensorBuffer> members = work.Variant.Model.MemberRecords;
        TensorBuffer? key = work.HasKey ? work.Key : work.Endpoint.KeyInput is >= 0 and var at ? work.Columns[at] : null;
        PredictionCodec.Begin(to, head, digest, contract.Logged + (key is null ? 0 : 1) + work.Outputs.Length + members.Count + (work.Unit is null ? 0 : 1));
        for (int i = 0; i < work.Columns.Length; i++) WriteColumn(to, contract.Columns[i].Source.Log, work.Columns[i], work);
        if (key is not null) Write(to, TensorRole.Key, key);
        WriteOutputs(to, work.Variant.Model, work.Outputs, work.Rows);
        for (int i = 0; i < members.Count; i++) Write(to, TensorRole.Member, members[i]);
        if (work.Unit is { } unit) WriteUnit(to, hash.Of(unit));
        PredictionCodec.End(to, head.Replayable ? work.Answer : default);
    }

    private static void WriteOutputs(RecordBuffer to, LoadedModel model, ReadOnlySpan<TensorBuffer> outputs, int rows)
    {
        for (int i = 0; i < outputs.Length; i++) Write(to, model.IsWhole(i, outputs[i], rows) ? TensorRole.Whole : TensorRole.Output, outputs[i]);
    }

    private static void WriteUnit(RecordBuffer to, long unit)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, unit);
        PredictionCodec.Tensor(to, TensorRole.Unit, "", Contracts.Inference.Datatype.Int64, [1], bytes);
    }

    private void WriteColumn(RecordBuffer to, ColumnKept kept, TensorBuffer column, InferenceWork work)
    {
        if (kept == ColumnKept.Drop) return;
        if (kept == ColumnKept.Hash)
        {
            hash.Replace(column, work.Hashed);
            column = work.Hashed;
        }

        Write(to, TensorRole.Input, column);
    }

    private static void Write(RecordBuffer to, TensorRole role, TensorBuffer tensor) =>
        PredictionCodec.Tensor(to, role, tensor.Name, tensor.Type, tensor.Shape, tensor.Data);
}
