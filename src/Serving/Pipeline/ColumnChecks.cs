using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Outcomes;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Pipeline;

/// <summary>Checks what was read against the contract, whatever protocol it came by.</summary>
internal static class ColumnChecks
{
    /// <summary>Every column there with the same rows, within the cap, of the right shape and values.</summary>
    public static void Check(InferenceWork work)
    {
        InputContract contract = work.Endpoint.Contract;
        if (work.Endpoint.Lookups.Length > 0) Lookups.LookupFiller.Fill(work);
        ReadOnlySpan<TensorBuffer> columns = work.Columns;
        work.Rows = columns[0].Rows;
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Shape.IsEmpty) throw Missing(contract, i);
            if (columns[i].Rows != work.Rows) throw Uneven(contract.Columns[i].Name);
            contract.Columns[i].CheckShape(columns[i].Shape);
        }

        CheckRows(work);
        if (work.Endpoint.KeyInput is >= 0 and var input) CheckKeys(columns[input]);
        RequestFault? first = null;
        List<string>? more = null;
        for (int i = 0; i < columns.Length; i++)
        {
            if (contract.Columns[i].FaultOf(columns[i]) is not { } fault) continue;
            if (first is null) first = fault;
            else (more ??= []).Add(contract.Columns[i].Name);
        }

        if (first is null) return;
        first.AlsoBreached = more ?? [];
        throw first;
    }

    /// <summary>Refuses more rows than the endpoint takes.</summary>
    public static void CheckRows(InferenceWork work)
    {
        int most = work.Endpoint.Route.MaxRows;
        if (work.Rows > most) throw RequestFault.TooLarge($"The request has {work.Rows} rows; this endpoint takes at most {most}. Send them in parts.");
        if (!work.HasKey) return;
        TensorBuffer key = work.Key;
        if (key.Rows != work.Rows || key.Count != work.Rows) throw Uneven(key.Name);
        CheckKeys(key);
    }

    /// <summary>Refuses a key by which no outcome could be told.</summary>
    private static void CheckKeys(TensorBuffer key)
    {
        if (key.Type != Datatype.Bytes || key.Length <= OutcomeFields.MaxText) return;
        int row = 0;
        foreach (ReadOnlySpan<byte> text in key.Texts())
        {
            if (text.Length > OutcomeFields.MaxText && Encoding.UTF8.GetCharCount(text) > OutcomeFields.MaxText)
                throw RequestFault.Contract($"The key '{key.Name}' has more than {OutcomeFields.MaxText} characters in row {row}; send a shorter one.");
            row++;
        }
    }

    /// <summary>Splits a matrix into the columns of the contract.</summary>
    public static void SplitMatrix(InferenceWork work)
    {
        InputContract contract = work.Endpoint.Contract;
        TensorBuffer matrix = work.Matrix;
        foreach (TensorBuffer column in work.Columns)
            if (!column.Shape.IsEmpty) throw RequestFault.Malformed($"Input '{matrix.Name}' is all columns in one, and '{column.Name}' is one of them; send the one or the others.");
        if (matrix.Shape.Length != 2 || matrix.Shape[1] != contract.Width)
            throw RequestFault.Contract($"Input '{matrix.Name}' must have the shape [rows,{contract.Width}], one value for each of {contract.Names}.");
        MatrixSplitter.Split(matrix, contract, work.Columns);
    }

    private static RequestFault Missing(InputContract contract, int column) => RequestFault.Contract(
        $"Input '{contract.Columns[column].Name}' is missing; the contract asks for {contract.Names}.", contract.Columns[column].Name);

    private static RequestFault Uneven(string name) =>
        RequestFault.Contract($"Input '{name}' has another number of rows than the first input; all must have the same.", name);
}
