using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using ColumnKept = Cairn.Contracts.DataContracts.ColumnKept;

namespace Cairn.Serving.Models;

/// <summary>The inputs an endpoint takes: its columns in order, and the key that goes beside them.</summary>
internal sealed class InputContract
{
    public InputContract(IEnumerable<InputColumn> columns, string? keyColumn, string? matrixName)
    {
        Columns = [.. columns.Select(c => new ContractColumn(c))];
        KeyColumn = keyColumn;
        // Several one-value columns may also come as one matrix under the name of the model's only input.
        MatrixName = Columns.Length > 1 && Columns.All(c => c.Width > 0 && c.Type != Datatype.Bytes) ? matrixName : null;
        Width = Columns.Sum(c => c.Width);
        Logged = Columns.Count(c => c.Source.Log != ColumnKept.Drop);
    }

    public ContractColumn[] Columns { get; }

    public string? KeyColumn { get; }

    public string? MatrixName { get; }

    /// <summary>Values of one row over all columns.</summary>
    public int Width { get; }

    /// <summary>Columns of which the log keeps something.</summary>
    public int Logged { get; }

    /// <summary>Whether it allows the same rows as another, so that what was tried of a model on the one holds for the other.</summary>
    public bool AllowsSame(InputContract other) => Columns.Length == other.Columns.Length && Columns.Zip(other.Columns).All(c => c.First.AllowsSame(c.Second));

    public int IndexOf(string name) => Array.FindIndex(Columns, c => c.Name == name);

    public int IndexOf(ReadOnlySpan<byte> utf8)
    {
        for (int i = 0; i < Columns.Length; i++)
            if (utf8.SequenceEqual(Columns[i].Utf8Name)) return i;
        return -1;
    }

    public string Names => string.Join(", ", Columns.Where(c => !c.LookedUp).Select(c => $"'{c.Name}'"));
}
