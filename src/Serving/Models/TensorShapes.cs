using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Shapes by the sizes of a port and the number of values.</summary>
internal static class TensorShapes
{
    /// <summary>Gives a tensor the port's shape; the one size that is left open is what makes the values fit. False when none does.</summary>
    public static bool Set(TensorBuffer tensor, ModelPort port, int rows)
    {
        Span<int> shape = stackalloc int[port.Shape.Count];
        shape[0] = rows;
        long known = rows;
        int open = -1;
        for (int d = 1; d < shape.Length; d++)
        {
            shape[d] = (int)port.Shape[d];
            if (shape[d] < 0) open = open < 0 ? d : int.MaxValue;
            else known *= shape[d];
        }

        if (open == int.MaxValue) return false;
        if (open > 0)
        {
            shape[open] = (int)(tensor.Count / Math.Max(1, known));
            known *= shape[open];
        }

        if (known != tensor.Count) return false;
        tensor.SetShape(shape);
        return true;
    }
}
