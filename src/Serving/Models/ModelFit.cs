using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;

namespace Cairn.Serving.Models;

/// <summary>How the columns of a contract go into the inputs of a model.</summary>
internal sealed class ModelFit
{
    private ModelFit(int[][] columnsOfInput, IReadOnlyList<ModelPort> inputs)
    {
        ColumnsOfInput = columnsOfInput;
        HasOpenSizes = inputs.Any(port => port.Shape.Skip(1).Any(size => size < 0));
    }

    /// <summary>Per input of the model the contract columns it is made of, side by side.</summary>
    public int[][] ColumnsOfInput { get; }

    /// <summary>An input has a size besides the rows that each request decides.</summary>
    public bool HasOpenSizes { get; }

    /// <summary>The contract that a model's own inputs make.</summary>
    public static IEnumerable<InputColumn> ColumnsOf(IReadOnlyList<ModelPort> inputs) => inputs.Select(port => new InputColumn
    {
        Name = port.Name,
        Datatype = Served(port).Name(),
        Shape = [-1, .. port.Shape.Skip(1)],
    });

    /// <summary>Each column to the input of its name; or all columns side by side into the only input. A <see cref="ModelFault"/> otherwise.</summary>
    public static ModelFit Make(InputContract contract, IReadOnlyList<ModelPort> inputs)
    {
        foreach (ModelPort port in inputs) _ = Served(port);
        if (inputs.Select(p => Math.Max(-1, p.Shape[0])).Distinct().Count() > 1)
            throw new ModelFault($"The model's inputs {string.Join(", ", inputs)} ask for different numbers of rows; export it with a free first dimension.");
        return ByName(contract, inputs) ?? SideBySide(contract, inputs) ?? throw Unlike(contract, inputs);
    }

    private static ModelFit? ByName(InputContract contract, IReadOnlyList<ModelPort> inputs)
    {
        if (contract.Columns.Length != inputs.Count) return null;
        var columns = new int[inputs.Count][];
        for (int i = 0; i < columns.Length; i++)
        {
            int column = contract.IndexOf(inputs[i].Name);
            if (column < 0 || !Fits(contract.Columns[column], inputs[i])) return null;
            columns[i] = [column];
        }

        return new(columns, inputs);
    }

    private static bool Fits(ContractColumn column, ModelPort port)
    {
        if (!Converts(column.Type, port.Type)) return false;
        if (column.Width == 1 && port.Shape.Count <= 2 && (port.Shape.Count == 1 || port.Shape[1] is 1 or -1)) return true;
        if (column.Shape.Length != port.Shape.Count) return false;
        for (int d = 1; d < column.Shape.Length; d++)
            if (column.Shape[d] >= 0 && port.Shape[d] >= 0 && column.Shape[d] != port.Shape[d]) return false;
        return true;
    }

    private static ModelFit? SideBySide(InputContract contract, IReadOnlyList<ModelPort> inputs)
    {
        if (inputs is not [{ Shape: [_, var width] } port]) return null;
        if (port.Type == Datatype.Bytes || contract.Columns.Any(c => c.Width < 1 || !Converts(c.Type, port.Type))) return null;
        return width < 0 || width == contract.Width ? new([[.. Enumerable.Range(0, contract.Columns.Length)]], inputs) : null;
    }

    private static bool Converts(Datatype from, Datatype to) =>
        from == to || (to is Datatype.Fp32 or Datatype.Fp64 && from != Datatype.Bytes) || (to.IsInteger() && from.IsInteger());

    private static Datatype Served(ModelPort port)
    {
        Datatype type = port.Type;
        if (type == Datatype.None) throw new ModelFault($"The model's input {port} has a type that is not served.");
        if (port.Shape.Count is 0 or > Tensors.TensorBuffer.MaxRank) throw new ModelFault($"The model's input {port} has no dimension for the rows.");
        if (port.Shape[0] == 0) throw new ModelFault($"The model's input {port} takes no rows; export it with a free first dimension.");
        return type;
    }

    private static ModelFault Unlike(InputContract contract, IReadOnlyList<ModelPort> inputs) => new(
        $"The model takes {string.Join(", ", inputs)}, which does not fit the contract: "
        + string.Join(", ", contract.Columns.Select(c => $"{c.Name} {c.Type.Name()}[{string.Join(',', c.Shape)}]")) + ".");
}
