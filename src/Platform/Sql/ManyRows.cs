using System.Data.Common;
using System.Globalization;

namespace Cairn.Platform.Sql;

/// <summary>Inserts rows by few statements, whose texts do not depend on how many rows there are: each is prepared once, and on PostgreSQL a batch is one round trip.</summary>
public static class ManyRows
{
    private const int RowsPerStatement = 5000;

    /// <param name="head">Up to the column list.</param>
    /// <param name="rows">Values of one type in each column (integers of 64 bits, floating-point numbers, texts, truths or bytes), or null.</param>
    /// <param name="tail">What follows the values, e.g. an <c>on conflict</c> clause; with <c>do update</c> a key must not come twice in one call.</param>
    /// <returns>How many rows were written.</returns>
    public static int Insert(SqlSession s, string head, IEnumerable<object?[]> rows, string tail = "") => Run(s, head, rows, tail, reader => reader.RecordsAffected).Sum();

    /// <param name="tail">Ends in a <c>returning</c> clause.</param>
    /// <returns>What is returned for the rows that were written, in any order.</returns>
    /// <inheritdoc cref="Insert(SqlSession, string, IEnumerable{object[]}, string)"/>
    public static IReadOnlyList<T> Insert<T>(SqlSession s, string head, IEnumerable<object?[]> rows, string tail, Func<DbDataReader, T> read)
        => [.. Run(s, head, rows, tail, reader => Rows(reader, read)).SelectMany(r => r)];

    private static List<T> Run<T>(SqlSession s, string head, IEnumerable<object?[]> rows, string tail, Func<DbDataReader, T> read)
        => s.Engine == SqlEngine.Sqlite ? Each(s, head, rows, tail, read) : [.. rows.Chunk(RowsPerStatement).Select(chunk => Together(s, head, chunk, tail, read))];

    private static List<T> Rows<T>(DbDataReader reader, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    // Without a network one short statement, prepared once, is the fastest.
    private static List<T> Each<T>(SqlSession s, string head, IEnumerable<object?[]> rows, string tail, Func<DbDataReader, T> read)
    {
        var results = new List<T>();
        DbCommand? command = null;
        try
        {
            foreach (object?[] row in rows)
            {
                command ??= Command(s, $"{head} values ({Names(row.Length)}) {tail}", row.Length);
                for (int i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
                using DbDataReader reader = command.ExecuteReader();
                results.Add(read(reader));
            }
        }
        finally
        {
            command?.Dispose();
        }
        return results;
    }

    // A column is one parameter, an array. One of nulls alone has no type, so it stands in the text.
    private static T Together<T>(SqlSession s, string head, object?[][] rows, string tail, Func<DbDataReader, T> read)
    {
        (int Number, Array Values)[] columns = [.. Enumerable.Range(0, rows[0].Length).Select(c => (c, Column(rows, c))).Where(c => c.Item2 is not null).Select(c => (c.c, c.Item2!))];
        HashSet<int> given = [.. columns.Select(c => c.Number)];
        string values = string.Join(", ", Enumerable.Range(0, rows[0].Length).Select(c => given.Contains(c) ? Name("c", c) : "null"));
        string names = string.Join(", ", columns.Select(c => Name("c", c.Number)));
        using DbCommand command = Command(s, $"{head} select {values} from unnest({Names(columns.Length)}) as given({names}) {tail}", columns.Length);
        for (int i = 0; i < columns.Length; i++) command.Parameters[i].Value = columns[i].Values;
        using DbDataReader reader = command.ExecuteReader();
        return read(reader);
    }

    private static Array? Column(object?[][] rows, int column) => rows.Select(r => r[column]).FirstOrDefault(v => v is not null) switch
    {
        null => null,
        long => Array.ConvertAll(rows, r => (long?)r[column]),
        double => Array.ConvertAll(rows, r => (double?)r[column]),
        bool => Array.ConvertAll(rows, r => (bool?)r[column]),
        string => Array.ConvertAll(rows, r => (string?)r[column]),
        byte[] => Array.ConvertAll(rows, r => (byte[]?)r[column]),
        var other => throw new ArgumentException($"A column of {other.GetType().Name} is not known here.", nameof(rows)),
    };

    private static DbCommand Command(SqlSession s, string sql, int parameters)
    {
        DbCommand command = s.Command(sql);
        for (int i = 0; i < parameters; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = Name("@p", i);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static string Names(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => Name("@p", i)));

    private static string Name(string of, int number) => of + number.ToString(CultureInfo.InvariantCulture);
}
