using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using Cairn.OnnxRuntime;

namespace Cairn.Serving.Models;

/// <summary>How the columns of a contract go into the inputs of a model.</summary>
internal sealed class ModelFit
{
    private ModelFit(int[][] columnsOfInput, OnnxModel model)
    {
        ColumnsOfInput = columnsOfInput;
        HasOpenSizes = model.Inputs.Any(port => port.Shape.Skip(1).Any(size => size < 0));
    }

    /// <summary>Per input of the model the contract columns it is made of, side by side.</summary>
    public int[][] ColumnsOfInput { get; }

    /// <summary>An input has a size besides the rows that each request decides.</summary>
    public bool HasOpenSizes { get; }

    /// <summary>The contract that a model's own inputs make.</summary>
    public static IEnumerable<InputColumn> ColumnsOf(OnnxModel model) => model.Inputs.Select(port => new InputColumn
    {
        Name = port.Name,
        Datatype = Served(port).Name(),
        Shape = [-1, .. port.Shape.Skip(1)],
    });

    /// <summary>Each column to the input of its name; or all columns side by side into the only input. A <see cref="ModelFault"/> otherwise.</summary>
    public static ModelFit Make(InputContract contract, OnnxModel model)
    {
        foreach (OnnxPort port in model.Inputs) _ = Served(port);
        if (model.Inputs.Select(p => Math.Max(-1, p.Shape[0])).Distinct().Count() > 1)
            throw new ModelFault($"The model's inputs {string.Join(", ", model.Inputs)} ask for different numbers of rows; export it with a free first dimension.");
        return ByName(contract, model) ?? SideBySide(contract, model) ?? throw Unlike(contract, model);
    }

    private static ModelFit? ByName(InputContract contract, OnnxModel model)
    {
        if (contract.Columns.Length != model.Inputs.Count) return null;
        var columns = new int[model.Inputs.Count][];
        for (int i = 0; i < columns.Length; i++)
        {
            int column = contract.IndexOf(model.Inputs[i].Name);
            if (column < 0 || !Fits(contract.Columns[column], model.Inputs[i])) return null;
            columns[i] = [column];
        }

        return new(columns, model);
    }

    private static bool Fits(ContractColumn column, OnnxPort port)
    {
        if (!Converts(column.Type, PortTypes.Of(port))) return false;
        if (column.Width == 1 && port.Shape.Count <= 2 && (port.Shape.Count == 1 || port.Shape[1] is 1 or -1)) return true;
        if (column.Shape.Length != port.Shape.Count) return false;
        for (int d = 1; d < column.Shape.Length; d++)
            if (column.Shape[d] >= 0 && port.Shape[d] >= 0 && column.Shape[d] != port.Shape[d]) return false;
        return true;
    }

    private static ModelFit? SideBySide(InputContract contract, OnnxModel model)
    {
        if (model.Inputs is not [{ Shape: [_, var width] } port]) return null;
        if (PortTypes.Of(port) == Datatype.Bytes || contract.Columns.Any(c => c.Width < 1 || !Converts(c.Type, PortTypes.Of(port)))) return null;
        return width < 0 || width == contract.Width ? new([[.. Enumerable.Range(0, contract.Columns.Length)]], model) : null;
    }

    private static bool Converts(Datatype from, Datatype to) =>
        from == to || (to is Datatype.Fp32 or Datatype.Fp64 && from != Datatype.Bytes) || (to.IsInteger() && from.IsInteger());

    private static Datatype Served(OnnxPort port)
    {
        Datatype type = PortTypes.Of(port);
        if (type == Datatype.None) throw new ModelFault($"The model's input {port} has a type that is not served.");
        if (port.Shape.Count is 0 or > Tensors.TensorBuffer.MaxRank) throw new ModelFault($"The model's input {port} has no dimension for the rows.");
        if (port.Shape[0] == 0) throw new ModelFault($"The model's input {port} takes no rows; export it with a free first dimension.");
        return type;
    }

    private static ModelFault Unlike(InputContract contract, OnnxModel model) => new(
        $"The model takes {string.Join(", ", model.Inputs)}, which does not fit the contract: "
        + string.Join(", ", contract.Columns.Select(c => $"{c.Name} {c.Type.Name()}[{string.Join(',', c.Shape)}]")) + ".");
}
