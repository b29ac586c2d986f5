using System.Numerics;
using Cairn.Contracts.Inference;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>Takes a matrix [rows, columns] apart into the columns of a contract.</summary>
internal static class MatrixSplitter
{
    public static void Split(TensorBuffer matrix, InputContract contract, ReadOnlySpan<TensorBuffer> to)
    {
        int offset = 0;
        for (int c = 0; c < to.Length; c++)
        {
            ContractColumn column = contract.Columns[c];
            if (column.Type != matrix.Type)
                throw RequestFault.Contract(
                    $"Input '{matrix.Name}' is {matrix.Type.Name()}, but its column '{column.Name}' is {column.Type.Name()}; send the columns one by one.", column.Name);
            Copy(matrix, to[c], column.Width, offset);
            offset += column.Width;
            to[c].SetShape(column.Shape, matrix.Rows);
        }
    }

    private static void Copy(TensorBuffer matrix, TensorBuffer to, int width, int offset)
    {
        switch (matrix.Type.Size())
        {
            case 1: Copy<byte>(matrix, to, width, offset); break;
            case 2: Copy<ushort>(matrix, to, width, offset); break;
            case 4: Copy<uint>(matrix, to, width, offset); break;
            default: Copy<ulong>(matrix, to, width, offset); break;
        }
    }

    private static void Copy<T>(TensorBuffer matrix, TensorBuffer to, int width, int offset)
        where T : unmanaged, IUnsignedNumber<T>
    {
        ReadOnlySpan<T> values = matrix.Elements<T>();
        int rows = matrix.Rows, stride = matrix.Width;
        Span<T> room = to.Extend<T>(rows * width);
        for (int row = 0; row < rows; row++) values.Slice((row * stride) + offset, width).CopyTo(room[(row * width)..]);
    }
}
