using System.Data.Common;
using System.Text;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Mlflow;

/// <summary>Inserts rows in few statements, so that a batch is not one round trip per row.</summary>
internal static class ManyRowsSql
{
    private const int RowsPerStatement = 200;

    /// <param name="head">Up to the column list.</param>
    /// <param name="tail">What follows the values, e.g. an <c>on conflict</c> clause; a key must not come twice in one call.</param>
    public static void Insert(SqlSession s, string head, IEnumerable<object?[]> rows, string tail = "")
    {
        if (s.Engine == SqlEngine.Sqlite) InsertEach(s, head, rows, tail);
        else
            foreach (object?[][] chunk in rows.Chunk(RowsPerStatement)) InsertChunk(s, head, chunk, tail);
    }

    // Without a network one short statement, prepared once, is the fastest.
    private static void InsertEach(SqlSession s, string head, IEnumerable<object?[]> rows, string tail)
    {
        DbCommand? command = null;
        try
        {
            foreach (object?[] row in rows)
            {
                command ??= Command(s, head, [row], tail);
                for (int i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
                command.ExecuteNonQuery();
            }
        }
        finally
        {
            command?.Dispose();
        }
    }

    private static void InsertChunk(SqlSession s, string head, object?[][] rows, string tail)
    {
        using DbCommand command = Command(s, head, rows, tail);
        command.ExecuteNonQuery();
    }

    private static DbCommand Command(SqlSession s, string head, object?[][] rows, string tail)
    {
        var sql = new StringBuilder(head).Append(" values ");
        int width = rows[0].Length;
        for (int r = 0; r < rows.Length; r++)
        {
            sql.Append(r == 0 ? "(" : ", (");
            for (int c = 0; c < width; c++) sql.Append(c == 0 ? "@p" : ", @p").Append(r * width + c);
            sql.Append(')');
        }
        DbCommand command = s.Command(sql.Append(' ').Append(tail).ToString());
        for (int i = 0; i < rows.Length * width; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + i;
            parameter.Value = rows[i / width][i % width] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
