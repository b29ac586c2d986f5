using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>
/// Reads a body that is one tensor and nothing else (header length 0). The endpoint must take one tensor; the one size that its
/// shape leaves open is found from the number of bytes. A body for a BYTES input is one text, without a length before it.
/// </summary>
internal static class RawRequestReader
{
    public static void Read(InferenceWork work, ReadOnlySpan<byte> body)
    {
        work.BinaryOutput = true;
        if (body.IsEmpty) throw RequestFault.Malformed("The body is empty; send the bytes of one tensor, or JSON with its length in the header.");
        InputContract contract = work.Endpoint.Contract;
        if (contract.Columns is [var only]) ReadColumn(work, only, body);
        else if (contract.MatrixName is { } matrix && contract.Columns.All(c => c.Type == contract.Columns[0].Type)) ReadMatrix(work, matrix, body);
        else throw RequestFault.Contract($"A body without JSON is taken only where one tensor is asked for; this endpoint asks for {contract.Names}. Send JSON with the inputs by name.");
        ColumnChecks.Check(work);
    }

    private static void ReadColumn(InferenceWork work, ContractColumn column, ReadOnlySpan<byte> body)
    {
        TensorBuffer to = work.Columns[0];
        if (column.Type == Datatype.Bytes)
        {
            ReadText(to, column, body);
            return;
        }

        // The rows are open in every contract; a second open size makes the request one row.
        bool oneRow = column.Shape.Skip(1).Contains(-1);
        if (column.Shape.Skip(1).Count(d => d < 0) > 1)
            throw RequestFault.Contract($"Input '{column.Name}' has several open sizes, which a body without JSON cannot say; send JSON with its shape.", column.Name);
        int known = column.Shape.Where(d => d >= 0).Aggregate(1, (a, b) => a * b) * column.Type.Size();
        int open = Open(body.Length, known, column.Name);
        BinaryTensorReader.Read(work, body, to, body.Length / column.Type.Size());
        int[] shape = [.. column.Shape.Select((d, i) => d >= 0 ? d : i == 0 && oneRow ? 1 : open)];
        to.SetShape(shape);
    }

    private static void ReadText(TensorBuffer to, ContractColumn column, ReadOnlySpan<byte> body)
    {
        if (column.Width is not (1 or -1)) throw RequestFault.Contract($"Input '{column.Name}' holds several texts a row; a body without JSON is one text.", column.Name);
        if (body.Contains((byte)0)) throw RequestFault.Contract($"Input '{column.Name}' has a text with a zero byte, which a model's text cannot hold.", column.Name);
        to.AddText(body);
        to.SetShape([.. column.Shape.Select(_ => 1)]);
    }

    private static void ReadMatrix(InferenceWork work, string name, ReadOnlySpan<byte> body)
    {
        InputContract contract = work.Endpoint.Contract;
        TensorBuffer matrix = work.Matrix;
        matrix.Begin(name, contract.Columns[0].Type);
        int rows = Open(body.Length, contract.Width * matrix.Type.Size(), name);
        BinaryTensorReader.Read(work, body, matrix, body.Length / matrix.Type.Size());
        matrix.SetShape(rows, contract.Width);
        ColumnChecks.SplitMatrix(work);
    }

    private static int Open(int length, int known, string name) => known > 0 && length % known == 0
        ? length / known
        : throw RequestFault.Malformed($"The body has {length} bytes; input '{name}' takes a multiple of {known}.");
}
