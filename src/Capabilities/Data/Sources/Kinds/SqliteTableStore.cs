using System.Globalization;
using System.Text.Json;
using Cairn.Platform.Sql;
using Microsoft.Data.Sqlite;

namespace Cairn.Data.Sources.Kinds;

/// <summary>Reads somebody else's SQLite file, opened for reading only and with its schema not trusted. A cancelled token interrupts the query.</summary>
internal sealed class SqliteTableStore
{
    /// <summary>The watermark up to which rows may be taken now, as text; null when there is no row.</summary>
    public Task<string?> HighestAsync(string path, TableRange range, CancellationToken cancellation) => Task.Run(() =>
    {
        using SqliteConnection open = ForeignFile.Open(path);
        using CancellationTokenRegistration stop = Interrupt(open, cancellation);
        using SqliteCommand command = open.CreateCommand();
        string late = range.Source.Late is { } age ? $"where {range.Column} <= (select {Before("m." + TableRange.Name(range.Watermark!), age)} from {range.Rows} as m)" : "";
        command.CommandText = $"select max({range.Column}) from {range.Rows} as q {late}";
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
    }, cancellation);

    /// <summary>Writes the rows as JSON lines; what is text stays text.</summary>
    public Task WriteAsync(string path, TableRange range, Stream target, CancellationToken cancellation) => Task.Run(() =>
    {
        using SqliteConnection open = ForeignFile.Open(path);
        using CancellationTokenRegistration stop = Interrupt(open, cancellation);
        using SqliteCommand command = open.CreateCommand();
        command.CommandText = $"select * from {range.Rows} as q {Where(range)} {range.Order}";
        using SqliteDataReader reader = command.ExecuteReader();
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        using var writer = new Utf8JsonWriter(target);
        while (reader.Read()) WriteRow(writer, target, reader, names);
        writer.Flush();
    }, cancellation);

    private static void WriteRow(Utf8JsonWriter writer, Stream target, SqliteDataReader reader, string[] names)
    {
        writer.WriteStartObject();
        for (int i = 0; i < names.Length; i++)
        {
            writer.WritePropertyName(names[i]);
            switch (reader.GetValue(i))
            {
                case long whole: writer.WriteNumberValue(whole); break;
                case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
                case string text: writer.WriteStringValue(text); break;
                case byte[] bytes: writer.WriteBase64StringValue(bytes); break;
                default: writer.WriteNullValue(); break;
            }
        }
        writer.WriteEndObject();
        writer.Flush();
        writer.Reset();
        target.Write("\n"u8);
    }

    private static CancellationTokenRegistration Interrupt(SqliteConnection open, CancellationToken cancellation)
        => cancellation.Register(static o => SQLitePCL.raw.sqlite3_interrupt(((SqliteConnection)o!).Handle), open);

    // A number stays a number: compared with a text it would always be the lesser.
    private static string Where(TableRange range)
    {
        List<string> all = [];
        if (range.Above is not null) all.Add($"{range.Column} > {Value(range.Above)}");
        if (range.UpTo is not null) all.Add($"{range.Column} <= {Value(range.UpTo)}");
        return all.Count == 0 ? "" : "where " + string.Join(" and ", all);
    }

    private static string Value(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text : TableRange.Text(text);

    // Times are texts here, in one of SQLite's own forms.
    private static string Before(string column, TimeSpan age) => $"strftime(case when max({column}) like '%T%' then '%Y-%m-%dT%H:%M:%S' else '%Y-%m-%d %H:%M:%S' end, max({column}), '-{(long)age.TotalSeconds} seconds')";
}
