using System.Text.Json;
using System.Text.Unicode;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Scoring;

/// <summary>Gathers cells row by row or column by column into the tensors of the contract.</summary>
internal sealed class RowCollector(InferenceWork work)
{
    /// <summary>A column that the contract does not have: passed over.</summary>
    public const int Other = -1;

    /// <summary>The business key.</summary>
    public const int Key = -2;

    public InputContract Contract => work.Endpoint.Contract;

    public int Rows { get; private set; }

    /// <summary>Keeps what the request says to the model.</summary>
    public void Pass(IReadOnlyList<Parameter>? parameters) => work.Parameters = parameters;

    /// <summary>The contract is one text a row, so a whole body may be it.</summary>
    public bool TakesWhole => Contract.Columns is [{ Type: Datatype.Bytes, Width: 1 }];

    /// <summary>Takes the body as the only row; its answer is not wrapped.</summary>
    public void Whole(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body)) throw RequestFault.Malformed("The body is no valid UTF-8.");
        work.Columns[0].Given = true;
        work.Columns[0].AddText(body);
        work.IsWhole = true;
        EndRow();
    }

    /// <summary>Place of a column by name, <see cref="Key"/> or <see cref="Other"/>.</summary>
    public int Find(string name)
    {
        if (name != Contract.KeyColumn) return Contract.IndexOf(name);
        if (!work.HasKey) work.Key.Begin(name, Datatype.Bytes);
        work.HasKey = true;
        return Key;
    }

    /// <summary>Takes the value on which the reader stands as a cell: a scalar, or a list of the column's width.</summary>
    public void Cell(ref Utf8JsonReader json, int column)
    {
        if (column == Other)
        {
            json.Skip();
            return;
        }

        if (column == Key)
        {
            KeyCell(ref json);
            return;
        }

        TensorBuffer tensor = work.Columns[column];
        ContractColumn contract = Contract.Columns[column];
        tensor.Given = true;
        if (json.TokenType == JsonTokenType.StartArray) Cells(ref json, tensor, contract);
        else if (contract.Width != 1) throw Width(contract);
        else JsonElementReader.Add(ref json, tensor, contract.Nullable);
    }

    /// <summary>One cell as text, of CSV; empty is missing.</summary>
    public void Cell(string text, int column)
    {
        if (column == Other) return;
        if (column == Key) work.Key.AddText(System.Text.Encoding.UTF8.GetBytes(text));
        else
        {
            work.Columns[column].Given = true;
            TextCell.Add(text, work.Columns[column], Contract.Columns[column]);
        }
    }

    /// <summary>Ends a row: a column without a cell is missing in it, one with two is refused.</summary>
    public void EndRow()
    {
        Rows++;
        if (Rows > work.Endpoint.Route.MaxRows)
            throw RequestFault.TooLarge($"The request has more than {work.Endpoint.Route.MaxRows} rows, the most this endpoint takes. Send them in parts.");
        ReadOnlySpan<TensorBuffer> columns = work.Columns;
        for (int i = 0; i < columns.Length; i++)
        {
            ContractColumn column = Contract.Columns[i];
            int missing = (Rows * column.Width) - columns[i].Count;
            if (missing < 0) throw RequestFault.Malformed($"Row {Rows - 1} has the column '{column.Name}' twice; send it once.");
            if (missing > 0 && !column.Nullable)
                throw RequestFault.Contract($"Input '{column.Name}' is missing in row {Rows - 1}; the contract asks for {Contract.Names}.", column.Name);
            for (int m = 0; m < missing; m++) JsonElementReader.AddMissing(columns[i], column.Nullable);
        }

        if (work.HasKey && work.Key.Count != Rows) throw RequestFault.Contract($"The key '{work.Key.Name}' must be there once in every row; row {Rows - 1} differs.");
    }

    /// <summary>Sets the shapes; columns that came whole tell the number of rows.</summary>
    public void Finish()
    {
        ReadOnlySpan<TensorBuffer> columns = work.Columns;
        for (int i = 0; i < columns.Length; i++)
        {
            ContractColumn column = Contract.Columns[i];
            int rows = Math.DivRem(columns[i].Count, column.Width, out int rest);
            if (rest != 0) throw Width(column);
            columns[i].SetShape(column.Shape, rows);
        }

        if (work.HasKey) work.Key.SetShape(work.Key.Count);
    }

    private static RequestFault Width(ContractColumn column) => RequestFault.Contract(
        $"Input '{column.Name}' must have {column.Width} value{(column.Width == 1 ? "" : "s, as a list,")} in each row.", column.Name);

    private static void Cells(ref Utf8JsonReader json, TensorBuffer tensor, ContractColumn column)
    {
        int before = tensor.Count, depth = 1;
        while (depth > 0 && json.Read())
        {
            if (json.TokenType == JsonTokenType.StartArray) depth++;
            else if (json.TokenType == JsonTokenType.EndArray) depth--;
            else JsonElementReader.Add(ref json, tensor, column.Nullable);
        }

        if (tensor.Count - before != column.Width) throw Width(column);
    }

    private void KeyCell(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out _)) work.Key.AddText(json.ValueSpan);
        else if (json.TokenType == JsonTokenType.String) JsonElementReader.Add(ref json, work.Key, nullable: false);
        else throw RequestFault.Contract($"The key '{work.Key.Name}' must be a text or a whole number in every row.");
    }
}
