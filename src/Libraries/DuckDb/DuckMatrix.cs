namespace Cairn.DuckDb;

/// <summary>Gathers numeric columns into one row-major matrix of floats.</summary>
internal static class DuckMatrix
{
    public static float[] Read(DuckResult result)
    {
        int columns = result.Columns.Count;
        foreach (DuckColumn column in result.Columns)
        {
            if (!DuckChunk.IsNumber(column))
                throw new DuckException($"Column {column.Name} is {column.Type}; a matrix takes numbers and booleans only.");
        }

        float[] matrix = new float[Math.Max(columns, 1) * 2048];
        int used = 0;
        while (result.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                int need = checked(used + chunk.Rows * columns);
                if (need > matrix.Length)
                    Array.Resize(ref matrix, (int)Math.Min(Array.MaxLength, Math.Max(need, matrix.Length * 2L)));
                for (int c = 0; c < columns; c++)
                    chunk.CopyTo(c, matrix.AsSpan(used), columns, c);
                used = need;
            }
        }

        Array.Resize(ref matrix, used);
        return matrix;
    }
}
